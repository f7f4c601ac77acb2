#include "apps/demo/letters/passages.hpp"

namespace bailey::apps::demo {
namespace {

constexpr std::string_view argument[] = {
    "The defendant, {def}, is charged on a single count of {charge}. The Crown's case rests in the main on the "
    "evidence of {witness} and on the {expertise} served on {date 20}.",
    "It is accepted for the purposes of this application that {mr} was at {place} on the day in question. What is in "
    "issue is what {he} knew, and when.",
    "The court will have regard to the overriding objective: cases are to be dealt with justly, which includes dealing "
    "with them efficiently and expeditiously and treating all participants with politeness and respect.",
    "The first statement of {witness} was taken eleven days after the events it describes. The second, on which the "
    "Crown now relies, was taken some three months later and after the witness had been shown the material of others.",
    "The prosecution does not suggest that there is direct evidence of the defendant's state of mind. The jury would "
    "be invited to draw an inference from three facts, each of which is as consistent with an innocent explanation.",
    "The proper approach is to take the prosecution evidence at its highest and to ask whether a jury properly "
    "directed could convict upon it. Where the strength or weakness of the evidence depends on the view to be taken of "
    "a witness's reliability, that is generally a matter for the jury; but this is not such a case.",
    "The {expertise} does no more than show that two things are not inconsistent. The expert says in terms, at "
    "paragraph 14 of the report, that the findings provide limited support for the proposition advanced.",
    "The admission of this evidence would have such an adverse effect on the fairness of the proceedings that the "
    "court ought not to admit it. It would, moreover, occupy the jury for the better part of two days upon a question "
    "that is collateral.",
    "The Crown's notice gives as its ground that the evidence has substantial probative value in relation to an "
    "important matter in issue. The matter is not identified. If it is identity, there is no dispute; if it is intent, "
    "the earlier conduct says nothing about it.",
    "The interval of nine years between the earlier matter and the present allegation is itself sufficient reason to "
    "refuse the application.",
    "The defence statement, served on {date 32}, set out the nature of the defence, the matters on which issue is "
    "taken and the reason for each. There has been no request for further particulars.",
    "The court is respectfully invited to rule upon this matter before the jury is sworn, so that the opening may be "
    "settled and the witnesses warned accordingly.",
    "If, contrary to the above, the evidence is admitted, the defence will ask that it be reduced to an agreed fact in "
    "the terms of the draft annexed.",
    "Nothing in the chronology is controversial. It has been agreed with counsel for the Crown, save for the entry at "
    "21:40, which is the subject of the second ground.",
    "The timetable which the court set at the plea and trial preparation hearing has been kept by the defence at every "
    "stage.",
    "The officer's note was made some hours after the conversation and was not offered to the defendant for signature. "
    "The reason now given, that the interview room was in use, is not recorded in the custody log.",
    "The record of the search is incomplete. Exhibits 7 to 11 are described together, were bagged together and were "
    "not photographed where they were found.",
    "The delay in this case is to be regretted but it is nobody's fault, and it is accepted that it does not of itself "
    "make a fair trial impossible. It does bear upon the weight that can be given to recollection.",
    "It would be open to the jury to conclude that the vehicle was at {place} without concluding that the defendant "
    "was in it. No witness puts {him} there after half past eight.",
    "The defendant is of previous good character and will be entitled to both limbs of the direction.",
};
constexpr std::string_view fact[] = {
    "{def} was arrested at {place} at 07:10 and was taken to the police station, where {he} arrived at 07:55.",
    "The premises at {place} were searched between 09:20 and 12:45 by four officers.",
    "The telephone attributed to {mr} was in use from the number ending 417 throughout the indictment period.",
    "The continuity of exhibits SH/1 to SH/14 is agreed, and their producing statements may be read.",
    "The sunset on that day was at 16:12. The weather was overcast, with light rain until about 18:00.",
    "The distance from {place} to the nearest public car park, by the shortest route on foot, is 640 metres.",
    "The photographs in the jury bundle behind tab 4 fairly represent the scene as it was on the day.",
    "{witness} has no previous convictions recorded against him or her.",
    "{def} has no previous convictions or cautions.",
    "The clock of the recording system was four minutes and ten seconds fast.",
    "The plan in the jury bundle behind tab 3 is drawn to scale.",
    "No fingerprints of evidential value were recovered from exhibit SH/6.",
};
constexpr std::string_view instruction[] = {
    "Counsel is instructed on behalf of {def}, who is charged with {charge}. The matter is listed before {court}.",
    "Counsel will find enclosed the indictment, the case summary, the statements served to date and the record of "
    "interview. The exhibits will follow on receipt.",
    "The client attended at this office with a relative. {he} is anxious about the proceedings, has not been before a "
    "court before and will need matters explained at an even pace.",
    "In interview the client answered all questions. Those instructing had advised a prepared statement; the client "
    "preferred to give an account.",
    "The account in short is that {he} was at {place} by arrangement, that {he} left before anything untoward occurred "
    "and that {witness} is mistaken about the time.",
    "Those instructing have written to the Crown for the recording from the neighbouring premises. It is overwritten "
    "after thirty-one days; the request was made on the ninth.",
    "Counsel is asked to advise on plea, on evidence, and in particular on whether an expert in {expertise} should be "
    "instructed by the defence. Prior authority will be needed.",
    "A conference has been arranged through counsel's clerk. Should counsel wish for anything further beforehand, a "
    "telephone call will be returned the same day.",
    "The client has been told of the credit that an early plea attracts and has signed an endorsement to that effect.",
    "There is no application for bail outstanding. The conditions are residence, curfew and not to contact {witness}.",
    "Legal aid was granted on {date -6}. The representation order provides for one junior advocate.",
    "Counsel is asked to attend, to advise in conference and to represent the defendant at trial; and generally to "
    "take such steps as may be necessary.",
};
constexpr std::string_view statement[] = {
    "I am the person named above. I make this statement from my own knowledge, save where I say otherwise, and I am "
    "willing to attend court.",
    "I have lived in the area for about fourteen years and know {place} well. I pass it on most days on my way to "
    "work.",
    "On the day I am speaking of I had finished a little earlier than usual. I remember because the bus was not yet at "
    "the stop.",
    "I saw two people standing by the gate. One was taller than the other. They were talking, not loudly. I did not "
    "think anything of it at the time.",
    "The taller had a dark jacket with something pale on the sleeve. I did not see the face of the other because the "
    "hood was up.",
    "After a few minutes a light-coloured van drew up and stayed with its engine running. I noticed that because of "
    "the noise.",
    "I would say that I was fifteen to twenty metres away. The street lamp on my side was lit; the one opposite has "
    "been out of order for some time.",
    "I went indoors and looked again from the window upstairs. By then the van had gone and the gate was open.",
    "I telephoned the number on the notice the next morning and left my name. An officer called on me the following "
    "week.",
    "I was shown a drawing of the street on which I have marked where I stood. I produce this as my exhibit and have "
    "signed it.",
    "I have been asked whether I had spoken with anybody about this before making my statement. I mentioned it to my "
    "sister but did not go into details.",
    "I do not know any of the people who were there and have no reason to wish any of them ill.",
};
constexpr std::string_view report[] = {
    "My instructions are set out in the letter of {date 12}. I was asked to examine the material listed at Appendix A "
    "and to report on the {expertise}.",
    "I understand that my duty is to the court and that this duty overrides any obligation to those from whom I have "
    "received instructions or by whom I am paid. I have complied with it and will continue to do so.",
    "The items were received sealed and in good order. Photographs were taken before and after each was opened; they "
    "are held at the laboratory and can be inspected by arrangement.",
    "The method is described in the laboratory's handbook, a copy of which is available, and is within the scope of "
    "its accreditation.",
    "The first comparison disclosed a general agreement in pattern and size. There were four points of correspondence "
    "in areas of damage, two of which I regard as distinctive.",
    "The second comparison was inconclusive. The material was too slight for any opinion that would assist the court.",
    "I have considered two propositions: that of the prosecution, and the alternative set out in the defence "
    "statement. In my opinion the findings provide moderate support for the first over the second.",
    "The scale on which this opinion is expressed has six steps: weak, limited, moderate, moderately strong, strong "
    "and very strong.",
    "The range of opinion in this field is not wide. Some of my colleagues would give less weight to the third feature "
    "than I have; none, I believe, would disregard it.",
    "I have been asked what difference it would make if the recording had been altered. I found no indication of any "
    "alteration, but the format would not necessarily disclose one.",
    "If further material becomes available I should be glad to see it, and will say at once if my opinion changes.",
    "I am content for this report to be disclosed to any other expert in the case and to take part in a discussion "
    "under the rules.",
};
constexpr std::string_view presentence[] = {
    "This report is based upon one interview at the probation office, the prosecution papers, and enquiries of the "
    "employer and the general practitioner.",
    "{mr} accepted responsibility for the offence, although at times {he} was inclined to dwell upon the part of "
    "others.",
    "{he} lives in rented accommodation with a relative and has done so for six years. The tenancy is not at risk.",
    "{mr} has been in regular work, most recently on a part-time contract. The employer knows of these proceedings and "
    "would keep the position open.",
    "There is no indication of a difficulty with drink or drugs. {he} described low spirits in the months before the "
    "offence and is now seeing a counsellor every second week.",
    "In the actuarial assessment the likelihood of reconviction within two years is low. In my own view it depends "
    "upon whether the present stability continues.",
    "{mr} expressed regret in terms that I judged to be sincere and asked whether a letter could be passed on.",
    "Should the court have in mind a sentence that can be served in the community, {he} is suitable for unpaid work "
    "and for a rehabilitation activity requirement of up to twenty days.",
    "A curfew with electronic monitoring is practicable at the address. The responsible officer's checks are complete.",
    "The effect of immediate custody would be felt most by the two children of the household, for whom there are no "
    "other settled arrangements.",
};
constexpr std::string_view advice[] = {
    "I am asked to advise {def} on the prospects of an appeal. I have considered the transcript of the summing up and "
    "the sentencing remarks.",
    "For the reasons that follow it is my opinion that there are no arguable grounds of appeal against conviction.",
    "The direction upon which complaint might be made was discussed with counsel in advance, was given in the terms "
    "agreed and was repeated in the written route to verdict.",
    "As to sentence, the starting point was within the category which both parties had identified. The upward "
    "adjustment for the aggravating features was, if anything, moderate.",
    "Full credit was not available. The learned judge gave fifteen per cent, and was entitled to.",
    "It might be said that insufficient weight was given to the letters. It was not, however, a matter on which the "
    "Court of Appeal would interfere unless the result were manifestly excessive.",
    "The time for lodging grounds is twenty-eight days. Leave to extend it would be needed thereafter and would not "
    "readily be given.",
    "I should be glad to speak to {mr} if that would be of help.",
};
constexpr std::string_view note[] = {
    "Present: {counsel.full}, {sol.full}, and the client by video link from {prison}.",
    "The client confirmed that {he} had received and read the statements up to page 146. The exhibits have not reached "
    "{him}.",
    "We went through the account in order. The client was clear about the telephone and less clear about the journey "
    "home.",
    "Counsel explained the indictment and what the prosecution must prove on each limb of it.",
    "Discussed the {expertise}. Client instructs that an expert should be asked to look at it. Agreed: two quotations, "
    "and an application for prior authority.",
    "Discussed credit for plea. Client maintains not guilty and has signed the endorsement.",
    "The list of witnesses required was settled at five. {witness} to be required live; the remainder can be read.",
    "Actions: solicitors to chase the custody record and the recording from the neighbouring premises; counsel to "
    "draft the defence statement by {date 21}.",
    "The client asked about visits. Those instructing will write to the establishment.",
};
constexpr std::string_view order[] = {
    "Upon hearing counsel for the prosecution and for the defendant, and upon reading the forms which the parties have "
    "lodged,",
    "The prosecution shall serve any further evidence upon which it relies by 4 pm on {date 28}.",
    "The defence shall serve a defence statement, and the list of the witnesses whom it requires, by 4 pm on {date "
    "42}.",
    "Any application for disclosure under section 8 shall be made within 14 days of the prosecution's response to the "
    "defence statement.",
    "Any expert evidence upon which the defence relies shall be served by 4 pm on {date 63}, and the experts shall "
    "confer within 21 days thereafter.",
    "Special measures for {witness} are granted: screens, and a pre-trial visit.",
    "The trial is fixed for {day 120}, with an estimate of four days, to be heard by a judge of category 2 or above.",
    "Skeleton arguments upon any point of law shall be lodged not less than 28 days before the trial.",
    "Bail is renewed upon the same conditions until that date.",
    "A certificate of readiness is to be lodged by both parties 21 days before the trial. If either is not ready the "
    "case shall be listed for mention.",
    "Liberty to apply in writing, on notice to the other side.",
};
constexpr std::string_view gorchymyn[] = {
    "Ar \u00F4l clywed cwnsler ar ran yr erlyniad a'r diffynnydd, ac ar \u00F4l darllen y ffurflenni a gyflwynwyd,",
    "Bydd yr erlyniad yn cyflwyno unrhyw dystiolaeth bellach erbyn 4 o'r gloch y prynhawn ar {dydd 28}.",
    "Bydd yr amddiffyniad yn cyflwyno datganiad amddiffyn erbyn 4 o'r gloch y prynhawn ar {dydd 42}.",
    "Cynhelir y gwrandawiad yn ddwyieithog. Darperir cyfieithu ar y pryd ar gyfer y rheithgor ac ar gyfer unrhyw dyst "
    "a fydd yn dymuno hynny.",
    "Bydd {witness} yn rhoi tystiolaeth yn Gymraeg. Caiff y datganiad ei gyflwyno yn y ddwy iaith.",
    "Pennir y treial ar gyfer {dydd 120}; amcangyfrifir y bydd yn para pedwar diwrnod.",
    "Adnewyddir mechn\u00EFaeth ar yr un amodau tan y dyddiad hwnnw.",
    "Caniateir i'r naill barti neu'r llall wneud cais ysgrifenedig, gan roi rhybudd i'r llall.",
};
constexpr std::string_view item[] = {
    "Officer's notebook, entries of the day|Held at the station; inspected and of no relevance to an issue|CND",
    "Crime report and its log of enquiries|Reviewed; contains a description given to the call handler|D",
    "Record of the emergency call, audio|Original retained; transcript made|D",
    "Custody record, complete|Served with the initial details|D",
    "House-to-house questionnaires, 23 forms|Twenty nil returns; three describe a light-coloured van|D",
    "Duty roster of the section, two days|No bearing on any issue|CND",
    "Draft of the statement of {witness}|Differs from the signed version in two sentences|D",
    "Emails between the officer in the case and the laboratory|Administrative, except no. 6|Partly D",
    "Exhibit movement forms|Agreed in continuity|CND",
    "Body-worn video, officers 2217 and 3340|Viewed in full; 41 minutes|D",
    "Traffic camera returns for four sites|Negative for the vehicle|D",
    "Training record of the dog handler|Requested in the defence statement|D",
    "Minutes of the briefing at 05:30|Operational|CND",
    "Search record and the plan drawn by the exhibits officer|Plan differs from that in the bundle|D",
    "Photographs not exhibited, 36|Viewed; similar to those served|CND",
    "Letter of the letting agent|Confirms the dates of the tenancy|D",
    "Correspondence with the insurers of the premises|Claim withdrawn|D",
    "Telephone billing of a person not charged|Third-party material; consent awaited|Under review",
    "Rough notes of the scientist|Available at the laboratory|D",
    "Incident room message forms 1 to 58|Scheduled one by one overleaf|See list",
};
constexpr std::string_view page[] = {
    "Indictment|A1|2",
    "Case summary|A3|6",
    "Statement of {witness}|B1|9",
    "Statements of police officers|B10|41",
    "Exhibits, photographs|C1|24",
    "Plans|C25|3",
    "Record of interview|D1|33",
    "Report: {expertise}|E1|19",
    "Response to the report|E20|4",
    "Defence statement|F1|5",
    "Agreed facts|F6|3",
    "Chronology|F9|4",
    "Applications and notices|G1|28",
    "Correspondence|H1|52",
    "Schedule of unused material|J1|11",
};
constexpr std::string_view moment[] = {
    "08:12|Telephone ending 417 connects to the mast at North Road|Billing, p. 14",
    "09:05|{witness} arrives for work|Statement, p. 2",
    "10:40|The van is seen at {place}|Statement of Ms Orde, p. 1",
    "11:15|Call of 42 seconds, ending 417 to ending 093|Billing, p. 15",
    "12:30|{def} buys fuel; receipt|Exhibit SH/9",
    "14:05|Camera at the roundabout: nothing relevant|Compilation, clip 3",
    "16:12|Sunset|Agreed",
    "17:50|The gate is found open|Statement, p. 3",
    "18:20|Emergency call|Transcript",
    "18:41|Officers 2217 and 3340 arrive|Body-worn video",
    "19:30|The scene is closed|Log, serial 22",
    "21:40|Telephone ending 417 is switched off (in dispute)|Billing, p. 17",
    "Next day|Arrest of {def}|Custody record",
};
constexpr std::string_view work[] = {
    "Reading the papers, {n 180 640} pages|{n 3 9} hours|as agreed",
    "Conference, video link|1 hour 20 minutes|{money 120 180}",
    "Drafting: defence statement|2 hours 30 minutes|included",
    "Skeleton argument|{n 3 6} hours|{money 240 420}",
    "Plea and trial preparation hearing|attendance|{money 115 126}",
    "Mention, court {room}|attendance|{money 91 110}",
    "Trial, first day (main fee)|full day|{money 1105 1485}",
    "Trial, further days ({n 1 4})|full days|{money 1420 2260}",
    "Sentence|attendance|{money 178 240}",
    "Travel and accommodation|receipts attached|{money 48 212}",
};

struct Pool {
    std::string_view name;
    std::span<const std::string_view> text;
};
constexpr Pool pools[] = {
    {"argument", argument},   {"fact", fact},     {"instruction", instruction},
    {"statement", statement}, {"report", report}, {"psr", presentence},
    {"advice", advice},       {"note", note},     {"order", order},
    {"gorchymyn", gorchymyn}, {"item", item},     {"page", page},
    {"moment", moment},       {"work", work},
};

}  // namespace

std::span<const std::string_view> passages(std::string_view name) {
    for (auto& pool : pools)
        if (pool.name == name) return pool.text;
    return {};
}

}  // namespace bailey::apps::demo
