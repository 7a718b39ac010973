from django.conf import settings
from django.urls import include, path

urlpatterns = [
    path("", include("manage_training.web.public.urls")),
    path("", include("manage_training.web.school.urls")),
    path("", include("manage_training.web.operations.urls")),
]
if settings.DEMO:
    urlpatterns.append(path("demo/", include("manage_training.demo.urls")))

handler400 = "manage_training.web.errors.bad_request"
handler403 = "manage_training.web.errors.permission_denied"
handler404 = "manage_training.web.errors.not_found"
handler500 = "manage_training.web.errors.server_error"
