from django.urls import URLPattern, URLResolver, include, path

from manage_training.web.public import (
    content,
    find_school,
    invitation,
    nomination,
    partnership,
    privacy_notice,
    sign_in,
    time_limit,
)
from manage_training.web.public.journeys import challenge_by_link, first_registration

app_name = "public"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", content.start, name="start"),
    path("find-your-school/", find_school.search, name="find-your-school"),
    path("find-your-school/<int:urn>/", find_school.invite, name="invite-school"),
    path("find-your-school/<int:urn>/check-your-email/", find_school.check_your_email, name="check-your-email"),
    path("find-your-school/<int:urn>/other-contact/", find_school.other_contact, name="other-contact"),
    path("find-your-school/<int:urn>/request-received/", find_school.request_received, name="request-received"),
    path("invitations/<str:token>/", invitation.show, name="invitation"),
    path("invitations/<str:token>/question/", invitation.question, name="invitation-question"),
    path("invitations/<str:token>/saved/", invitation.saved, name="invitation-saved"),
    path("invitations/<str:token>/nominate/", include(first_registration.journey.urls)),
    path("invitations/<str:token>/nominated/", invitation.nominated, name="invitation-nominated"),
    path("nominations/<str:token>/", nomination.show, name="nomination"),
    path("partnerships/<str:token>/", partnership.show, name="partnership"),
    path("partnerships/<str:token>/wrong/", include(challenge_by_link.journey.urls)),
    path("sign-in/", sign_in.show, name="sign-in"),
    path("sign-in/code/", sign_in.code, name="sign-in-code"),
    path("sign-in/unsent/", time_limit.late, name="unsent"),
    path("sign-in/<str:token>/", sign_in.link, name="sign-in-link"),
    path("sign-out/", sign_in.sign_out, name="sign-out"),
    path("stay-signed-in/", time_limit.stay, name="stay-signed-in"),
    path("privacy-notice/", privacy_notice.show, name="privacy-notice"),
    path("guidance/<slug:slug>/", content.guidance, name="guidance"),
    path("cookies/", content.cookies, name="cookies"),
    path("accessibility/", content.accessibility, name="accessibility"),
    path("privacy/", content.privacy, name="privacy"),
    path("contact/", content.contact, name="contact"),
    path("glossary/", content.glossary, name="glossary"),
    path(".well-known/security.txt", content.security_txt, name="security-txt"),
]
