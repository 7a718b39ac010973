from django.urls import URLPattern, URLResolver, path

from manage_training.demo import mailbox, people

app_name = "demo"
urlpatterns: list[URLPattern | URLResolver] = [
    path("mailbox/", mailbox.show, name="mailbox"),
    path("mailbox/<slug:name>/", mailbox.letter, name="letter"),
    path("people/", people.show, name="people"),
]
