from django.conf import settings
from django.urls import include, path

urlpatterns = [
    path("", include("manage_training.web.public.urls")),
    path("", include("manage_training.web.school.urls")),
]
if settings.DEMO:
    urlpatterns.append(path("demo/", include("manage_training.demo.urls")))
