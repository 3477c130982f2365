"""Files a person may take away: complete rows as CSV and audiences for a platform, under unguessable addresses."""

from __future__ import annotations

import secrets
from collections import OrderedDict
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.responses import PlainTextResponse, Response

from assistant.page_services import ShopHost
from tools.contract import AssistantError, Finding, Language
from ui.i18n import words

PREFIX = "/download/"
MOST_OFFERS = 5000
"""Offers remembered; the oldest lapse first."""


class Downloads:
    """What is on offer: token → finding. Nothing is written before someone asks for it."""

    def __init__(self) -> None:
        self._offers: OrderedDict[str, tuple[Finding, Language]] = OrderedDict()
        self._tokens: dict[int, str] = {}

    def offer(self, finding: Finding, language: Language) -> str:
        """The address of this finding's complete rows; the same one when asked again."""
        token = self._tokens.get(id(finding))
        if token is None or token not in self._offers:
            token = secrets.token_urlsafe(18)
            self._tokens[id(finding)] = token
            self._offers[token] = (finding, language)  # held here, so that its id stays its own
            while len(self._offers) > MOST_OFFERS:
                _, (lapsed, _) = self._offers.popitem(last=False)
                self._tokens.pop(id(lapsed), None)
        return PREFIX + token

    def find(self, address: str) -> tuple[Finding, Language] | None:
        """The finding behind an address and the language it was given in; None when it has lapsed or never was."""
        return self._offers.get(address.removeprefix(PREFIX))


def add_routes(app: FastAPI, host: ShopHost, downloads: Downloads) -> None:
    """Serve GET /download/TOKEN (rows as CSV) and ?for=PLATFORM&by=CHANNEL (an audience: who agreed to the channel)."""

    def download(token: str, request: Request) -> Response:
        offer = downloads.find(token)
        if offer is None:
            return PlainTextResponse(words(host.language, "download.gone"), status_code=410)
        finding, language = offer
        platform = request.query_params.get("for")
        try:
            if platform is None:
                name, kind, content = host.rows_as_csv(finding, language)
            elif platform == "zip" and finding.tool == "export_campaign":
                name, kind, content = host.campaign_as_zip(finding)
            elif finding.audience is not None:
                name, kind, content = host.audience_as_file(
                    finding.audience, platform, language, request.query_params.get("by", "email")
                )
            else:
                return PlainTextResponse(words(language, "download.gone"), status_code=410)
        except AssistantError as error:
            return PlainTextResponse(error.in_(language), status_code=409)
        headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}", "Cache-Control": "no-store"}
        return Response(content, media_type=kind, headers=headers)

    app.add_api_route(PREFIX + "{token}", download, methods=["GET"], response_model=None, include_in_schema=False)
