#include "apps/demo/letters/letters.hpp"

namespace bailey::apps::demo::letters {

const std::string_view preparation = R"~(
### unused-schedule
== discl > para, pros @0 10:05 #a
Subject: {number} {def}: schedule of unused material
Attach: pdf schedule
With: sensitive disclosure plain

Schedule attached. {n 14 20} items. I draw your attention to items 3, 7 and 14, which I consider meet the test, and to item
18 where I am still waiting for consent from the third party.

The officer's rough book has been read from cover to cover. It contains nothing about this investigation on the relevant
dates and it does contain two other investigations, so it will be inspected here and not copied.
== para > counsel, sol; opp, discl @2 11:40
With: thread forward sensitive disclosure
Subject: {case}: initial disclosure
Attach: pdf schedule

Please find the schedule by way of initial disclosure. Items marked D will be uploaded [[today|by the end of the week]].
== counsel > para; sol, opp @5 16:25

Thank you. Four matters.

1. Item 7 is described as a draft of {witness}'s statement which "differs in two sentences". May we have it, rather than a
description of it?
2. Item 12 is said to be requested in the defence statement. It was requested in May.
3. There is no entry for the messages between the officer in the case and the laboratory after the second report.
4. The third-party material: who has been asked, by whom and when?
== discl > para, pros; counsel @8 09:50
Attach: pdf statement

In answer, as I can:

1. Draft supplied herewith.
2. Correct, my error. Supplied herewith.
3. There are four such messages. Now scheduled as items 21 to 24, copies herewith.
4. The telephone company, by me, on {date -10} and again on {date 6}.
== counsel > sol @8 13:10
With: thread
Subject: {case}: the draft statement

Have a look at the second page of the draft. "I could not say whether it was a van or a car." In the signed version it is a
white van, and the van is the case. Well worth four paragraphs of letter.

### section-eight
== counsel > sol @0 18:20 #a
Subject: {case}: section 8
Attach: docx skeleton
With: disclosure

Draft application attached. I have kept it to what we can show to be relevant: the control room log, the search plan that is
not the search plan, and the training record. Please check the dates in paragraph 6 against your file, I was working from
memory there.
== sol > counsel @1 12:30

Two dates corrected and a typing error that had us asking for the training record of a "god handler". Lodged this morning
and served.
== court > counsel, opp, sol; para @3 10:10
Subject: {case} ({number}): application for disclosure
With: hearings

{judge} has read the application and would prefer to deal with it on paper. Response from the Crown by noon on {day 10},
please, with copies of anything for which immunity is claimed to the court only.
== opp > court, counsel; pros, sol @9 11:55

The Crown will disclose the log and the plan. The training record is resisted: it is not ours, and the dog did not find
anything.
== counsel > opp @9 12:20

That the dog did not find anything is precisely why I should like to see the record of the dog.
== court > counsel, opp, sol; para @13 15:00
Attach: pdf order

Ruling attached. The application is allowed as to the log and the plan, by consent, and refused as to the dog.

### conference-prison
== trainee > prison; sol @0 09:30 #a
Subject: Video link booking: {def}, {n 2400 9800}, {case}
Attach: pdf note
With: official plain

Please may we have a link for a legal conference: one hour, any morning from {day 5} to {day 9}. Attending here: solicitor,
counsel. Case number {number}.
== prison > trainee; sol @1 08:05
With: official

{day 7}, 09:15 to 10:15, box 4. Dial-in details follow on the day by telephone. Late arrival shortens the slot, it does not
move it. Bring reference SM/{n 1000 9999}.
== trainee > counsel, clerks; sol @1 09:02
Attach: ics conference
With: forward

We have {day 7} at quarter past nine by link from {prison}. Will you come to the office or join from chambers?
== counsel > trainee; clerks @1 09:40

From chambers. Could somebody ask the prison whether the papers have reached {him}? Last time we spent half of the hour
describing a plan of {place} to a man who could not see it.
== prison > trainee @3 10:15

Legal post was received and handed over on {date 2}. Signed for.
== sol > counsel; trainee @8 11:30
With: thread sensitive
Subject: {case}: note of conference
Attach: docx note

Note attached for your approval. I have put the passage about the telephone in the client's own words because I could not
improve on them.

### conference-chambers
== sol > clerks; counsel @0 11:11 #a
Subject: Conference: {case}

Could we have a conference in chambers in the week of {date 6}? {mr}, {his} mother, and me. An hour and a half. {he} will
need a room without too many people in it.
== clerks > sol; counsel @0 14:02
Attach: invitation; ics conference
With: html

{day 8}, half past four, in the Library, which has a door that closes. An invitation is attached. There is a step at the
front; if that is a difficulty ring the bell at number 3 and we will bring you through the garden.
== sol > clerks; counsel @0 14:40

Perfect, thank you. No difficulty with steps.
== counsel > sol @7 19:15

Ahead of tomorrow, what I want to settle: who drove, what time, and whose jacket. Please do not rehearse it with {him}.

### expert-instruct
== sol > expert; counsel @0 10:35 #a
Subject: {case}: instruction, {expertise}
Attach: docx instructions; pdf exhibits
With: official receipt

Thank you for your quotation, for which we now have authority ({n 18 40} hours). The letter of instruction is attached with
the material listed in its schedule. The report is due to be served on {date 40}, so a draft by {date 30} would be
comfortable.
== expert > sol; counsel @1 15:15

Received with thanks. A preliminary remark: the copy of the photographs has been through a machine that sharpened them. I
shall need the originals, with whatever the camera wrote into the files.
== sol > expert, para; counsel @2 09:30

{para}, could the originals be made available to {expert.full} at Downland? A stick by courier is fine.
== para > sol, expert @5 16:10

Sent today by courier, reference EM{n 100000 999999}. Password by telephone, please ring me and not the switchboard.
== expert > sol; counsel @29 17:45
Attach: pdf report; png photo
With: flag

Draft report attached, with one picture at full size so that you can see what I mean in paragraph 9. It is less unfavourable
than I had expected when I began.
== counsel > sol; expert @30 10:05

An excellent report: I understood all of it, which is not always so. Two questions. Would the answer in paragraph 11 change
if the item had been wet? And may I have the scale from paragraph 8 as a table for the jury?
== expert > counsel; sol @31 12:20

If wet, I would go down by one step. Table added as Appendix C.

### experts-meet
== pros > sol, counsel; opp @0 11:25 #a
Subject: {case}: joint statement of experts
With: official

The order has the experts conferring by {date 14}. Ours can do {weekday 6} afternoon or {weekday 8}. Would you let me know
what suits yours, and we can each keep away from the call as we should.
== sol > pros, expert; counsel, opp @1 10:02

{weekday 8} at two, please. {expert}, is that still free?
== expert > sol, pros @1 10:40

Yes. I will circulate my questions in advance. There are only three points between us and one of them is about units.
== expert > sol, pros; counsel, opp @9 16:50
With: thread
Subject: {case}: joint statement, signed
Attach: pdf report

Signed by both of us. Agreed on six matters, not agreed on one. The disagreement is set out in a page, and I believe that
either of us could explain it to a jury in five minutes.
== opp > counsel @9 18:05

Shall we agree to call neither and read the page?
== counsel > opp @10 08:30

Let me think about it over the weekend. My instinct is yes.

### skeleton
== counsel > junior @0 20:15 #a
Subject: {case}: skeleton, second pair of eyes?
Attach: docx skeleton

Would you read this before it goes? Paragraphs 8 to 12 are the ones that I worry about. Not the commas.
== junior > counsel @1 09:35

I have read it twice. It is persuasive until paragraph 11, where you answer a point that nobody has made yet. I would cut it
and keep it in your pocket. Also "the better part of two days" is three hours by my count of the witnesses.

Sorry about the commas.
== counsel > junior @1 10:12

11 is out. You are right, and it is a day. Thank you.
== counsel > court, opp; sol, clerks @1 15:50
Subject: {case} ({number}): skeleton argument for the defence
Attach: pdf skeleton; pdf chronology
With: papers receipt

I lodge the defence skeleton on the admissibility of the evidence of {witness} as to the second occasion, with a chronology
that is agreed save where it says that it is not. I ask that it be put before {judge}.
== court > counsel; opp @2 09:40

Received and placed on the digital file. The judge would be helped by the authorities in one bundle with the passages marked.
== counsel > court; opp @4 16:30
Attach: pdf bundle
With: papers

Authorities attached as one bundle, marked, and agreed with counsel for the Crown. It is a large file; I should be grateful
to hear that it has arrived whole.
== court > counsel @5 09:12

It has. All of it.

### bundle
== trainee > counsel; sol @0 13:40 #a
Subject: {case}: trial bundle
Attach: pdf bundle; docx index
With: papers

First draft of the trial bundle and its index. I numbered the pages consecutively as you asked. The photographs come out
dark; I have asked for better copies.
== counsel > trainee; sol @1 17:25

Good work. The index has the second report under tab 9 but it is behind tab 8. And could the plan be the first thing in the
jury's copy? They will look for it whatever we do.
== trainee > counsel @2 10:55
Attach: docx index; png plan

Both done. The plan, attached, is the surveyor's drawing, which is nicer than the sketch.
== opp > counsel; trainee @3 12:30

Agreed, with one reservation: page 61 has the interview before it was edited.
== counsel > opp, trainee @3 12:48

Well spotted. {trainee}, please swap in the edited one, and destroy the copies you have printed.
== trainee > counsel, opp; sol @3 14:20
Attach: pdf bundle

Swapped; copies shredded. I have kept a note of which page it was.

### phone-download
== sam > para, opp @0 12:05 #a
Attach: pdf schedule
Subject: {number}: telephone, full download
With: sensitive plain disclosure

The full download is {n 11 48} GB. It is on a drive at this station and can be viewed by the defence by appointment. I have
run the agreed search terms and the result is {n 300 900} messages, which I attach as a schedule.
== opp > counsel; sol @1 09:15
Attach: eml

As attached. Do you want to see the whole or will the schedule do?
== counsel > opp; sol @1 11:30

The schedule first. Then the thread with the person saved as "Garage", in both directions and with what was deleted if that
can be had. If those are as I think they are we need not trouble the station.
== sam > opp; para @4 15:20

"Garage" exported: 64 messages, of which 9 recovered. One picture. Nothing in it struck me as helping anybody.
== counsel > sol @5 18:40
With: thread
Subject: {case}: "Garage"

It is a garage. They wanted {him} to pay for a clutch. But look at the times: {he} is writing about a clutch at 17:52, in
full sentences and with a good deal of feeling.

### bad-character
== opp > counsel; pros, sol @0 16:35 #a
Subject: {case}: notice
Attach: pdf dismissal
With: official

Notice of an application as to previous matters, attached; I am aware that it is late and the reasons are in section 3. I
would sooner that you had it tonight than that you found it on the system on Monday.
== counsel > opp; sol @0 17:10

I am grateful for the courtesy. It is opposed, on substance and as out of time. You will have our response by {date 7}.
== counsel > opp, court; sol @6 14:05
Attach: pdf skeleton
With: papers

Response attached. The point in a sentence: the matter of nine years ago shows that {mr} was once nineteen.
== court > counsel, opp; sol @8 10:45

To be taken as a preliminary point on the first morning. The jury will not be sworn before noon.

### defence-statement
== counsel > sol @0 12:15 #a
Subject: {case}: draft defence statement
Attach: docx note
With: papers

Draft attached. It needs {his} signature and a careful reading first; I have set out what {he} accepts, because there is
more of it than the Crown seems to think.
== sol > counsel @3 15:40

Gone through with {mr} line by line. One change: it was the back gate. {he} was firm about it. Otherwise signed.
== counsel > sol @3 16:02

The back gate matters a good deal. Is it on any plan?
== sol > counsel @4 09:20
Attach: png plan

On this one, from the letting agent. Bottom left, beyond what looks like a bicycle store.
== sol > para, pros; counsel @4 11:05
Subject: {case} ({number}): defence statement served
Attach: pdf note

By way of service. We should be glad of the Crown's response, and its review of the schedule in the light of it, within the
time which the order gives.

### agreed-facts
== opp > counsel @0 13:12 #a
Subject: {case}: agreed facts
Attach: docx facts

First go at agreed facts attached. I have tried to put in only what neither of us would waste breath on.
== counsel > opp; sol @1 18:18
Attach: docx facts

Marked up. I agree all but number 4, which has the sun set in it before the witness says it was dark, and that is the
question. I have offered a form of words.
== opp > counsel @2 09:02

Ha. Yes. Your words for 4. Then we are done and I shall have it typed for signature.
== counsel > opp @2 09:10

Done. If only all of it went like this.
)~";

}  // namespace bailey::apps::demo::letters
