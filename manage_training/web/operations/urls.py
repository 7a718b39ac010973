"""What other programs ask: the e-mail carrier, and whoever watches over the service. No person opens these."""

from django.urls import path

from manage_training.web.operations import email_receipts

app_name = "operations"
urlpatterns = [
    path("email-receipts/", email_receipts.take_one, name="email-receipts"),
]
