FROM python:3.13-slim AS build
WORKDIR /srv/bildungsnetz
COPY requirements/base.txt requirements/
RUN python -m venv /srv/venv && /srv/venv/bin/pip install --no-cache-dir --require-hashes -r requirements/base.txt

FROM python:3.13-slim
ENV PATH=/srv/venv/bin:$PATH PYTHONUNBUFFERED=1 BILDUNGSNETZ_MODE=production BILDUNGSNETZ_VAR=/srv/var
RUN useradd --uid 10001 --home-dir /srv/var --create-home bildungsnetz
COPY --from=build /srv/venv /srv/venv
WORKDIR /srv/bildungsnetz
COPY . .
USER 10001
# Collecting static files needs settings, but neither a database nor a real key.
RUN SECRET_KEY=used-only-while-static-files-are-collected-into-this-image ALLOWED_HOSTS=localhost \
    DATABASE_URL=postgresql://localhost/none python manage.py collectstatic --no-input
EXPOSE 8000
HEALTHCHECK --start-period=20s CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=3)"]
CMD ["gunicorn", "--bind", "0.0.0.0:8000", "--workers", "2", "--threads", "4", "bildungsnetz.wsgi"]
