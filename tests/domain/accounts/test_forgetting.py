"""Rules A6 and A8: what is cleared away when it is of no use any more."""

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client
from procrastinate.contrib.django import app

from manage_training.domain.accounts.models import SignInLink
from manage_training.domain.accounts.sign_in import ask
from manage_training.domain.accounts.tasks import forget_sign_ins
from manage_training.domain.limits.models import Limit
from manage_training.web.tasks import forget_sessions
from tests.factories.accounts import a_user, sign_in

pytestmark = pytest.mark.django_db


def test_a_day_later_nobody_can_tell_who_asked_to_sign_in():
    with time_machine.travel("2022-06-20T09:00:00Z", tick=False) as clock:
        ask("hugo@acme.example", "a browser's secret")
        clock.move_to("2022-06-21T09:00:00Z")
        forget_sign_ins(0)
        assert SignInLink.objects.exists()
        clock.shift(1)
        forget_sign_ins(0)
        assert not SignInLink.objects.exists()
        assert not Limit.objects.exists()


def test_what_a_session_holds_is_deleted_after_a_week():
    """Rules A8 and A18: it was over long before; until then it says whose an open page's form is."""
    with time_machine.travel("2022-06-20T09:00:00Z", tick=False) as clock:
        sign_in(Client(), a_user())
        forget_sessions(0)
        assert Session.objects.exists()
        clock.move_to("2022-06-27T09:00:01Z")
        forget_sessions(0)
        assert not Session.objects.exists()


def test_the_worker_does_both_every_hour():
    assert {"forget_sign_ins", "forget_sessions"} <= app.tasks.keys()
