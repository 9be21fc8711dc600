"""Where a title stands between an idea and its viewers."""

from cartelera.vocabulary.labelled import Labelled


class Stage(Labelled):
    """The stages of a title, in the order a title lives them."""

    DEVELOPMENT = "development", "Development", "Desarrollo"
    ANNOUNCED = "announced", "Announced", "Anunciado"
    PRE_PRODUCTION = "pre-production", "Pre-production", "Preproducción"
    FILMING = "filming", "Filming", "Rodaje"
    POST_PRODUCTION = "post-production", "Post-production", "Posproducción"
    DELIVERED = "delivered", "Delivered", "Entregado"
    RELEASED = "released", "Released", "Estrenado"
    CANCELLED = "cancelled", "Cancelled", "Cancelado"
