"""What other programs ask: the e-mail carrier, and whoever watches over the service. No person opens these."""

from django.urls import path

from manage_training.web.operations import email_receipts, health, metrics

app_name = "operations"
urlpatterns = [
    path("live", health.live, name="live"),
    path("ready", health.ready, name="ready"),
    path("metrics", metrics.show, name="metrics"),
    path("email-receipts/", email_receipts.take_one, name="email-receipts"),
]
