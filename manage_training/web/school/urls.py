from django.urls import URLPattern, URLResolver, include, path

from manage_training.web.school import calendar_file, choose_school, dashboard, history, people, tutor_changed
from manage_training.web.school.journeys import (
    add_person,
    assign_ects,
    assign_mentor,
    change_appropriate_body,
    change_body_of,
    change_materials,
    change_name,
    change_person_email,
    change_programme,
    change_start,
    change_tutor,
    choose_programme,
    correct_identity,
    remove_person,
)

app_name = "school"
urlpatterns: list[URLPattern | URLResolver] = [
    path("schools/", choose_school.show, name="choose-school"),
    path("schools/induction-tutor-changed/", tutor_changed.show, name="tutor-changed"),
    path("schools/<int:urn>/", dashboard.show, name="dashboard"),
    path("schools/<int:urn>/years/<int:start>/", dashboard.show, name="year"),
    path("schools/<int:urn>/years/<int:start>/dates.ics", calendar_file.download, name="dates"),
    path("schools/<int:urn>/history/", history.show, name="history"),
    path("schools/<int:urn>/people/", people.show, name="people"),
    path("schools/<int:urn>/people.csv", people.as_file, name="people-csv"),
    path("schools/<int:urn>/people/<int:pk>/", people.show_one, name="person"),
    path("schools/<int:urn>/people/<int:pk>/name/", include(change_name.journey.urls)),
    path("schools/<int:urn>/people/<int:pk>/identity/", include(correct_identity.journey.urls)),
    path("schools/<int:urn>/people/<int:pk>/email/", include(change_person_email.journey.urls)),
    path("schools/<int:urn>/people/<int:pk>/start-date/", include(change_start.journey.urls)),
    path("schools/<int:urn>/people/<int:pk>/mentor/", include(assign_mentor.journey.urls)),
    path("schools/<int:urn>/people/<int:pk>/ects/", include(assign_ects.journey.urls)),
    path("schools/<int:urn>/people/<int:pk>/appropriate-body/", include(change_body_of.journey.urls)),
    path("schools/<int:urn>/people/<int:pk>/remove/", include(remove_person.journey.urls)),
    path("schools/<int:urn>/years/<int:start>/programme/", include(choose_programme.journey.urls)),
    path("schools/<int:urn>/years/<int:start>/change-programme/", include(change_programme.journey.urls)),
    path("schools/<int:urn>/years/<int:start>/materials/", include(change_materials.journey.urls)),
    path("schools/<int:urn>/years/<int:start>/appropriate-body/", include(change_appropriate_body.journey.urls)),
    path("schools/<int:urn>/add-person/", include(add_person.journey.urls)),
    path("schools/<int:urn>/induction-tutor/", include(change_tutor.journey.urls)),
]
