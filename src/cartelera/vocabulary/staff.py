"""The roles of a house's staff, and what each may do."""

from cartelera.vocabulary.labelled import Labelled


class StaffRole(Labelled):
    """A role that grants permissions; a person may hold several."""

    PRESS = "press", "Press officer", "Prensa"
    EDITOR = "editor", "Editor", "Edición"
    LINE_PRODUCER = "line producer", "Line producer", "Producción en línea"
    MEDIA_ENGINEER = "media engineer", "Media engineer", "Ingeniería de medios"
    PROGRAMMER = "programmer", "Programmer", "Programación"
    ANALYST = "analyst", "Analyst", "Análisis"
    ADMINISTRATOR = "administrator", "Administrator", "Administración"


_READ = ("slate.view_title",)

PERMISSIONS: dict[StaffRole, tuple[str, ...]] = {
    StaffRole.PRESS: (
        *_READ,
        "slate.change_title",
        "slate.change_stage",
        "announce.view_announcement",
        "announce.receive_announcement",
        "announce.publish_announcement",
        "audience.view_reach",
    ),
    StaffRole.EDITOR: (
        *_READ,
        "slate.change_title",
        "slate.change_stage",
        "slate.see_budget",
        "announce.view_announcement",
        "announce.receive_announcement",
        "media.view_master",
    ),
    StaffRole.LINE_PRODUCER: (
        *_READ,
        "slate.change_stage",
        "slate.see_budget",
        "filming.view_shoot",
        "filming.change_shoot",
    ),
    StaffRole.MEDIA_ENGINEER: (*_READ, "media.view_master", "media.receive_master"),
    StaffRole.PROGRAMMER: (
        *_READ,
        "slate.change_avail",
        "slate.change_title",
        "slate.change_stage",
        "media.view_master",
        "audience.view_reach",
        "discovery.change_pages",
    ),
    StaffRole.ANALYST: (*_READ, "audience.view_reach", "audience.import_figures"),
    StaffRole.ADMINISTRATOR: (),  # everything
}
