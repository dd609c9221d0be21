"""What mail and pages say to reporters, in the widget's languages. Pure."""

# ruff: noqa: RUF001 - Chinese has its own stops and colons

from collections.abc import Mapping

Words = Mapping[str, str]

# "lead" stands before a triager's own words: what changed, or why nothing does.
_ENGLISH = {
    "subject": "What became of your feedback: {project}",
    "intro": "You told {project} that something was wrong with an answer.",
    "under review": "Under review: somebody is looking into it.",
    "being fixed": "Being fixed.",
    "fixed": "Fixed.",
    "declined": "Declined: this will not be changed.",
    "lead_fixed": "What changed:",
    "lead_declined": "Why:",
    "question": "The question was:",
    "ask": "Is it right now?",
    "yes": "Yes",
    "no": "No, still wrong",
    "thanks": "Recorded. You can change your mind here at any time.",
    "gone": "This link is no longer good. The fix that it asked about may have been replaced.",
    "why_mail": "You get this because you gave feedback and {project} knows your address.",
    "stop": "Unsubscribe",
    "stop_ask": "No more e-mail about what became of your feedback on {project}?",
    "stopped": "You get no more e-mail about your feedback on {project}.",
    "again": "Subscribe again",
}
_GERMAN = {
    "subject": "Was aus Ihrer Rückmeldung wurde: {project}",
    "intro": "Sie haben bei {project} eine Antwort beanstandet.",
    "under review": "In Prüfung: jemand sieht es sich an.",
    "being fixed": "Wird behoben.",
    "fixed": "Behoben.",
    "declined": "Abgelehnt: es wird nicht geändert.",
    "lead_fixed": "Was sich geändert hat:",
    "lead_declined": "Warum:",
    "question": "Die Frage war:",
    "ask": "Stimmt es jetzt?",
    "yes": "Ja",
    "no": "Nein, immer noch falsch",
    "thanks": "Gespeichert. Sie können Ihre Meinung hier jederzeit ändern.",
    "gone": "Dieser Link gilt nicht mehr. Vielleicht wurde die Behebung inzwischen ersetzt.",
    "why_mail": "Sie erhalten dies nach Ihrer Rückmeldung, weil {project} Ihre Adresse hat.",
    "stop": "Abbestellen",
    "stop_ask": "Keine E-Mails mehr darüber, was aus Ihren Rückmeldungen bei {project} wurde?",
    "stopped": "Sie erhalten keine E-Mails mehr zu Ihren Rückmeldungen bei {project}.",
    "again": "Wieder bestellen",
}
_FRENCH = {
    "subject": "Suite donnée à votre avis : {project}",
    "intro": "Vous avez signalé à {project} une réponse inexacte.",
    "under review": "En cours d'examen : quelqu'un s'en occupe.",
    "being fixed": "En cours de correction.",
    "fixed": "Corrigé.",
    "declined": "Refusé : cela ne sera pas modifié.",
    "lead_fixed": "Ce qui a changé :",
    "lead_declined": "Pourquoi :",
    "question": "La question :",
    "ask": "Est-ce juste maintenant ?",
    "yes": "Oui",
    "no": "Non, toujours faux",
    "thanks": "Enregistré. Vous pouvez changer d'avis ici à tout moment.",
    "gone": "Ce lien n'est plus valable. La correction a peut-être été remplacée.",
    "why_mail": "Vous recevez ceci car vous avez donné un avis et {project} a votre adresse.",
    "stop": "Se désabonner",
    "stop_ask": "Ne plus recevoir de courriels sur la suite donnée à vos avis sur {project} ?",
    "stopped": "Vous ne recevrez plus de courriels sur vos avis sur {project}.",
    "again": "Se réabonner",
}
_SPANISH = {
    "subject": "Qué pasó con su opinión: {project}",
    "intro": "Usted indicó a {project} que una respuesta no era correcta.",
    "under review": "En revisión: alguien lo está mirando.",
    "being fixed": "Se está corrigiendo.",
    "fixed": "Corregido.",
    "declined": "Rechazado: no se cambiará.",
    "lead_fixed": "Qué ha cambiado:",
    "lead_declined": "Por qué:",
    "question": "La pregunta:",
    "ask": "¿Es correcto ahora?",
    "yes": "Sí",
    "no": "No, sigue mal",
    "thanks": "Guardado. Puede cambiar de opinión aquí cuando quiera.",
    "gone": "Este enlace ya no es válido. Quizá la corrección fue reemplazada.",
    "why_mail": "Recibe esto porque dio su opinión y {project} tiene su dirección.",
    "stop": "Darse de baja",
    "stop_ask": "¿No recibir más correos sobre qué pasó con sus opiniones en {project}?",
    "stopped": "Ya no recibirá correos sobre sus opiniones en {project}.",
    "again": "Suscribirse de nuevo",
}
_ARABIC = {
    "subject": "ما آل إليه رأيك: {project}",
    "intro": "لقد أبلغت {project} بأن إجابة ما غير صحيحة.",
    "under review": "قيد المراجعة: هناك من ينظر فيها.",
    "being fixed": "قيد التصحيح.",
    "fixed": "تم التصحيح.",
    "declined": "مرفوض: لن يتغير هذا.",
    "lead_fixed": "ما الذي تغير:",
    "lead_declined": "السبب:",
    "question": "كان السؤال:",
    "ask": "هل هي صحيحة الآن؟",
    "yes": "نعم",
    "no": "لا، ما زالت خاطئة",
    "thanks": "تم الحفظ. يمكنك تغيير رأيك هنا في أي وقت.",
    "gone": "لم يعد هذا الرابط صالحا. ربما استُبدل التصحيح.",
    "why_mail": "وصلتك هذه الرسالة لأنك أبديت رأيك ولدى {project} عنوانك.",
    "stop": "إلغاء الاشتراك",
    "stop_ask": "ألا تريد مزيدا من الرسائل عما آل إليه رأيك في {project}؟",
    "stopped": "لن تصلك رسائل أخرى عن آرائك في {project}.",
    "again": "الاشتراك من جديد",
}
_CHINESE = {
    "subject": "您的反馈有了结果：{project}",
    "intro": "您曾告诉 {project} 某个回答有误。",
    "under review": "审核中：有人正在查看。",
    "being fixed": "正在修正。",
    "fixed": "已修正。",
    "declined": "未采纳：不会更改。",
    "lead_fixed": "更改内容：",
    "lead_declined": "原因：",
    "question": "问题：",
    "ask": "现在正确吗？",
    "yes": "是",
    "no": "不，仍然有误",
    "thanks": "已记录。您可以随时在此更改。",
    "gone": "此链接已失效，所问的修正可能已被替换。",
    "why_mail": "您收到此邮件，是因为您提供过反馈，且 {project} 有您的地址。",
    "stop": "退订",
    "stop_ask": "不再接收有关您对 {project} 反馈结果的邮件？",
    "stopped": "您将不再收到有关您对 {project} 反馈的邮件。",
    "again": "重新订阅",
}
TABLES: Mapping[str, Words] = {
    "ar": _ARABIC,
    "de": _GERMAN,
    "en": _ENGLISH,
    "es": _SPANISH,
    "fr": _FRENCH,
    "zh": _CHINESE,
}


def language_of(tag: str) -> str:
    """The language among ours, by a tag such as "de-AT"; English for any other."""
    base = tag.lower().replace("_", "-").partition("-")[0]
    return base if base in TABLES else "en"


def words_in(language: str, *, project: str) -> Words:
    """What is said in one of the languages, with the project's name in it."""
    return {key: text.replace("{project}", project) for key, text in TABLES[language].items()}
