from django.urls import URLPattern, URLResolver, include, path

from manage_training.web.school import choose_school, dashboard, history, people, tutor_changed
from manage_training.web.school.journeys import (
    add_person,
    change_appropriate_body,
    change_materials,
    change_programme,
    change_tutor,
    choose_programme,
)

app_name = "school"
urlpatterns: list[URLPattern | URLResolver] = [
    path("schools/", choose_school.show, name="choose-school"),
    path("schools/induction-tutor-changed/", tutor_changed.show, name="tutor-changed"),
    path("schools/<int:urn>/", dashboard.show, name="dashboard"),
    path("schools/<int:urn>/years/<int:start>/", dashboard.show, name="year"),
    path("schools/<int:urn>/history/", history.show, name="history"),
    path("schools/<int:urn>/people/", people.show, name="people"),
    path("schools/<int:urn>/people.csv", people.as_file, name="people-csv"),
    path("schools/<int:urn>/people/<int:pk>/", people.show_one, name="person"),
    path("schools/<int:urn>/years/<int:start>/programme/", include(choose_programme.journey.urls)),
    path("schools/<int:urn>/years/<int:start>/change-programme/", include(change_programme.journey.urls)),
    path("schools/<int:urn>/years/<int:start>/materials/", include(change_materials.journey.urls)),
    path("schools/<int:urn>/years/<int:start>/appropriate-body/", include(change_appropriate_body.journey.urls)),
    path("schools/<int:urn>/add-person/", include(add_person.journey.urls)),
    path("schools/<int:urn>/induction-tutor/", include(change_tutor.journey.urls)),
]
