"""What the values of the contract are called in reports."""

from reports.language import mark

SEVERITY = {
    "critical": mark("critical"),
    "high": mark("high"),
    "medium": mark("medium"),
    "low": mark("low"),
    "info": mark("for information"),
}
CONFIDENCE = {
    "certain": mark("recorded directly"),
    "likely": mark("likely"),
    "possible": mark("possible"),
}
DISCLOSURE = {
    "incorrect": mark("the policy states otherwise"),
    "omitted": mark("no statement found"),
    "ambiguous": mark("stated and denied"),
    "vague": mark("in general terms only"),
    "clear": mark("named as used"),
    "stale": mark("stated, not observed"),
}
"""From heaviest to lightest."""

STATE = {
    "baseline": mark("No choice"),
    "accept": mark("Accepted"),
    "reject": mark("Refused"),
    "withdraw": mark("Withdrawn"),
    "partial": mark("Statistics only"),
    "device": mark("Other device"),
}
STATE_IN_SENTENCE = {
    "baseline": mark("without a choice"),
    "accept": mark("after accepting"),
    "reject": mark("after refusing"),
    "withdraw": mark("after withdrawing consent"),
    "partial": mark("with statistics allowed only"),
    "device": mark("with the other kind of device"),
}
PURPOSE = {
    "marketing": mark("marketing"),
    "statistics": mark("statistics"),
    "preferences": mark("preferences"),
    "unknown": mark("purpose unknown"),
    "necessary": mark("strictly necessary"),
}
"""In the order of the pictures, from top to bottom."""

CATEGORY = {
    "a-b-testing": mark("page tests"),
    "accessibility": mark("accessibility"),
    "advertising": mark("advertising"),
    "affiliate": mark("affiliate programme"),
    "analytics": mark("visitor statistics"),
    "captcha": mark("protection against robots"),
    "cdn": mark("delivery of files"),
    "chat": mark("chat"),
    "company": mark("company"),
    "consent": mark("consent tool"),
    "customer-data": mark("customer data platform"),
    "data-broker": mark("data broker"),
    "delivery": mark("parcel delivery"),
    "e-commerce": mark("shop system"),
    "email-marketing": mark("e-mail marketing"),
    "error-monitoring": mark("error monitoring"),
    "feedback": mark("feedback"),
    "fonts": mark("fonts"),
    "forms": mark("forms"),
    "heatmap": mark("click maps"),
    "hosting": mark("hosting"),
    "ip-lookup": mark("IP address look-up"),
    "maps": mark("maps"),
    "marketing-automation": mark("marketing automation"),
    "payment": mark("payments"),
    "personalisation": mark("personalisation"),
    "reviews": mark("customer reviews"),
    "search": mark("search"),
    "security": mark("security"),
    "session-replay": mark("session recording"),
    "sign-in": mark("sign-in"),
    "social": mark("social network"),
    "tag-manager": mark("tag manager"),
    "translation": mark("translation"),
    "video": mark("video"),
}
ROLE = {
    "processor": mark("processor, by its vendor’s documentation"),
    "controller": mark("controller of its own, by its vendor’s documentation"),
    "joint": mark("joint controller, by its vendor’s documentation"),
    "depends": mark("role depends on the settings chosen"),
    "unknown": mark("role unknown"),
}
FIXER = {
    "disclosure": mark("whoever writes the policy"),
    "policy": mark("whoever writes the policy"),
    "consent": mark("whoever looks after the tags and the consent tool"),
    "security": mark("the site’s developer"),
}
"""Who mends what a kind of check finds."""
