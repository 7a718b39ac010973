from django.urls import URLPattern, URLResolver, path

from manage_training.web.school import choose_school

app_name = "school"
urlpatterns: list[URLPattern | URLResolver] = [
    path("schools/", choose_school.show, name="choose-school"),
]
