"""Sentences that a site's owner may take into the policy, by the element that they state; blanks stand in brackets."""

from collections.abc import Mapping

SENTENCES: Mapping[str, str] = {
    "controller-identity": "The controller of your personal data is [company], registration number [number], [address].",
    "controller-contact": "Write to us about your data at [e-mail address] or call [phone number].",
    "purposes": "We process your data in order to [purpose], for instance to answer your message or to deliver an order.",
    "legal-basis": "We process them to perform a contract with you, to meet the obligation of [act], or with your consent.",
    "recipients": "Your data are received by [kinds of companies, or their names] that work on our behalf.",
    "retention": "We keep them for [time], or until [event].",
    "right-of-access": "You may ask which data on you we process, and get a copy of them.",
    "right-to-rectification": "You may ask us to correct data that are wrong or incomplete.",
    "right-to-erasure": "You may ask us to erase your data.",
    "right-to-restriction": "You may ask us to restrict the processing of your data.",
    "right-to-portability": "You may get the data you gave us in a machine-readable form, or have them sent to another company.",
    "right-to-object": "You may object to processing that rests on our legitimate interests.",
    "rights": "You may ask for access to your data, for their correction, erasure or restriction, receive them in a machine-readable "
    "form, object to processing, and complain to the supervisory authority.",
    "complaint-right": "You may lodge a complaint with the supervisory authority: [authority, website].",
    "withdrawal-right": "You may withdraw your consent at any time: [how]. It does not touch what was done before.",
    "safeguards": "The transfer rests on [an adequacy decision, or standard data protection clauses]; we send a copy on request.",
    "dpo-contact": "Our data protection officer can be reached at [e-mail address].",
    "provision-obligation": "The fields marked with an asterisk have to be filled in; without them we cannot [service].",
    "legitimate-interests": "Our legitimate interest is [interest], for instance to keep the site secure.",
    "automated-decisions": "We take no decisions by automated means alone, and profiles have no legal effect on you.",
    "authority-named": "The supervisory authority is [name, website].",
}
