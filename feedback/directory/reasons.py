"""The reasons that a new project begins with, and their translations. Pure."""

# Code, label, cause.
DEFAULT_REASONS: tuple[tuple[str, str, str], ...] = (
    ("wrong", "It is wrong", "model"),
    ("out_of_date", "It is out of date", "knowledge"),
    ("couldnt_verify", "I couldn't verify it", "knowledge"),
    ("sources_conflict", "The sources conflict", "knowledge"),
    ("assumption_hidden", "It hides an assumption", "model"),
    ("should_not_have_answered", "It should have said it doesn't know", "model"),
    ("should_have_answered", "It should have answered", "model"),
    ("unclear", "It is unclear", "presentation"),
    ("too_long", "It is too long", "presentation"),
    ("unsafe", "It is unsafe", "model"),
    ("formatting", "The formatting is broken", "presentation"),
    ("integration_failed", "The tool around it failed", "integration"),
)

# How severe each is, by its code, 1 to 3: 3 where whoever acts on the answer does the wrong thing;
# 2 where they must look elsewhere, because it is doubtful or not there; 1 where it is right, and
# badly told.
DEFAULT_SEVERITIES: dict[str, int] = {
    "wrong": 3,
    "out_of_date": 3,
    "couldnt_verify": 2,
    "sources_conflict": 2,
    "assumption_hidden": 2,
    "should_not_have_answered": 3,
    "should_have_answered": 2,
    "unclear": 1,
    "too_long": 1,
    "unsafe": 3,
    "formatting": 1,
    "integration_failed": 2,
}

# The reason that makes a complaint of a vote without a thumb.
COULDNT_VERIFY = "couldnt_verify"
# The one by which an answer should have been an abstention.
SHOULD_ABSTAIN = "should_not_have_answered"
# The one that sets an answer's sources against each other.
SOURCES_CONFLICT = "sources_conflict"

# The same in other languages, for projects that left the English as it was.
LABELS: dict[str, dict[str, str]] = {
    "ar": {
        "wrong": "الإجابة خاطئة",
        "out_of_date": "المعلومات قديمة",
        "couldnt_verify": "لم أستطع التحقق منها",
        "sources_conflict": "المصادر متعارضة",
        "assumption_hidden": "فيها افتراض غير معلن",
        "should_not_have_answered": "كان عليه أن يقول: لا أعرف",
        "should_have_answered": "كان عليه أن يجيب",
        "unclear": "الإجابة غير واضحة",
        "too_long": "الإجابة أطول من اللازم",
        "unsafe": "الإجابة غير آمنة",
        "formatting": "التنسيق غير سليم",
        "integration_failed": "الخلل في الأداة لا في الإجابة",
    },
    "de": {
        "wrong": "Das stimmt nicht",
        "out_of_date": "Das ist veraltet",
        "couldnt_verify": "Ich konnte es nicht überprüfen",
        "sources_conflict": "Die Quellen widersprechen sich",
        "assumption_hidden": "Es geht stillschweigend von etwas aus",
        "should_not_have_answered": "Hier hätte „Das weiß ich nicht“ stehen sollen",
        "should_have_answered": "Die Frage hätte beantwortet werden sollen",
        "unclear": "Es ist unklar",
        "too_long": "Es ist zu lang",
        "unsafe": "Das ist gefährlich",
        "formatting": "Die Formatierung stimmt nicht",
        "integration_failed": "Die Technik drumherum hat versagt",
    },
    "es": {
        "wrong": "No es correcto",
        "out_of_date": "Está desactualizado",
        "couldnt_verify": "No pude comprobarlo",
        "sources_conflict": "Las fuentes se contradicen",
        "assumption_hidden": "Da algo por supuesto",
        "should_not_have_answered": "Debería haber dicho que no lo sabe",
        "should_have_answered": "Debería haber respondido",
        "unclear": "No está claro",
        "too_long": "Es demasiado largo",
        "unsafe": "Es peligroso",
        "formatting": "El formato está mal",
        "integration_failed": "Lo que falló fue la aplicación",
    },
    "fr": {
        "wrong": "C'est faux",
        "out_of_date": "Ce n'est plus à jour",
        "couldnt_verify": "Je n'ai pas pu le vérifier",
        "sources_conflict": "Les sources se contredisent",
        "assumption_hidden": "Une hypothèse est passée sous silence",
        "should_not_have_answered": "Il fallait dire «\u00a0je ne sais pas\u00a0»",
        "should_have_answered": "Il fallait répondre",
        "unclear": "Ce n'est pas clair",
        "too_long": "C'est trop long",
        "unsafe": "C'est dangereux",
        "formatting": "La mise en forme est cassée",
        "integration_failed": "C'est l'application qui a planté",
    },
    "zh": {
        "wrong": "内容有误",
        "out_of_date": "内容已过时",
        "couldnt_verify": "我无法核实",
        "sources_conflict": "来源互相矛盾",
        "assumption_hidden": "有未说明的假设",
        "should_not_have_answered": "应该直接说不知道",
        "should_have_answered": "这个问题本应回答",
        "unclear": "表述不清楚",
        "too_long": "太长了",
        "unsafe": "内容不安全",
        "formatting": "格式有问题",
        "integration_failed": "是工具或系统出了故障",
    },
}

_ENGLISH = {code: label for code, label, _ in DEFAULT_REASONS}


def language_of(tag: str) -> str:
    """The language among ours that a tag such as "de-AT" asks for; English for any other."""
    language = tag.replace("_", "-").partition("-")[0].lower()
    return language if language in LABELS else "en"


def is_default(*, code: str, label: str) -> bool:
    """Whether a project left this label as every project begins with it."""
    return _ENGLISH.get(code) == label


def label_in(language: str, *, code: str, label: str) -> str:
    """A reason's label in one of our languages. What a project worded itself stays its own."""
    translated = LABELS.get(language, {})
    return translated.get(code, label) if is_default(code=code, label=label) else label
