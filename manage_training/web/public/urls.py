from django.urls import URLPattern, URLResolver, path

from manage_training.web.public import content, privacy_notice, sign_in

app_name = "public"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", content.start, name="start"),
    path("sign-in/", sign_in.show, name="sign-in"),
    path("sign-in/code/", sign_in.code, name="sign-in-code"),
    path("sign-in/<str:token>/", sign_in.link, name="sign-in-link"),
    path("sign-out/", sign_in.sign_out, name="sign-out"),
    path("privacy-notice/", privacy_notice.show, name="privacy-notice"),
    path("guidance/<slug:slug>/", content.guidance, name="guidance"),
    path("cookies/", content.cookies, name="cookies"),
    path("accessibility/", content.accessibility, name="accessibility"),
    path("privacy/", content.privacy, name="privacy"),
    path("contact/", content.contact, name="contact"),
    path("glossary/", content.glossary, name="glossary"),
]
