from django.urls import URLPattern, URLResolver, path

from manage_training.web.school import choose_school, history

app_name = "school"
urlpatterns: list[URLPattern | URLResolver] = [
    path("schools/", choose_school.show, name="choose-school"),
    path("schools/<int:urn>/history/", history.show, name="history"),
]
