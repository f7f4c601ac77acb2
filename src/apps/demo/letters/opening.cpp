#include "apps/demo/letters/letters.hpp"

namespace bailey::apps::demo::letters {

const std::string_view opening = R"~(
### brief
== sol > counsel; clerks @0 09:42 #a
Subject: [[Brief to counsel: {case}|{case} ({number}): instructions|New brief: {def}]]
Attach: docx instructions; pdf statement
With: official papers

[[Please find instructions in this matter.|I should be grateful if you would accept the enclosed.|As mentioned to your clerk,
the papers in {case} are attached.]] {mr} is charged with {charge}. The first appearance was last week and the case has been
sent to {court}.

I have known the family for a while and {he} is likely to ask for you by name. The account {he} gives is short: {he} was at
{place} by arrangement and had left before anything happened. {witness} says otherwise.

The exhibits come on a disc and are too large for one message. I will send them in parts [[tomorrow|on {weekday 2}|when the
trainee is back]].
== counsel > sol; clerks @0 16:10

Thank you, these have arrived and open properly. I am content to accept.

Two things from a first reading. The second statement of {witness} says a good deal more than the first, and there is no
note of how it came to be taken. Could you ask? And the custody record is incomplete: pages 4 and 5 are the same page.
== sol > counsel @2 11:25

Custody record now complete, attached. The question about the second statement has gone to the Crown and I have diarised it
for {weekday 9}.
== clerk > counsel; sol @2 12:02

Just to say this is in the diary and the brief is marked with the usual fee. {sol}, [[if anything moves please copy the
clerks' room and not me alone, I am in and out this week|the clerks' room has it, too, if I am out]].

### bail
== sol > counsel @0 10:12 #a
Subject: {case}: bail
Attach: pdf note
With: sensitive

{mr} [[would like to make a further application|has asked again about bail]]. There is a change of circumstances: an
address with an aunt at some distance from {place}, a surety in {money 2000 7500}, and the employer's letter.

Can it go in this week? A judge in chambers would do, I do not think it needs evidence.
== counsel > sol @0 13:48

Yes, if I can have the surety's details and proof of means by noon tomorrow. I would not put the employer's letter in: it
says that {he} was at work on a day when {he} tells us {he} was not.
== sol > counsel; trainee @1 09:05
Attach: pdf scan

Quite right about the letter. Surety's bank statement attached, and {trainee} has spoken to the aunt.
== court > counsel, sol, para @2 14:30
Subject: {case} ({number}): bail application, {day 5}
Attach: pdf order
With: hearings

The application will be heard by {judge} in court {room} on {day 5}, not before 9.30 am. The Crown should file any
objections by 4 pm tomorrow. The defendant is not to be produced.
== para > court; counsel, sol, pros @4 15:22

The Crown's position is attached to the digital case. In short: opposed, on the ground of further offences, but if the court
is against us the officer asks for a doorstep curfew and no contact with {witness}.
== counsel > sol @5 11:02

Granted. Residence with the aunt, curfew 9 pm to 6 am, surety {money 2000 7500}, no contact, passport if {he} has one. The
judge read the papers beforehand and it took nine minutes. Please tell the family that nobody leaves the cells before the
surety is taken.

### first-hearing
== court > counsel, opp, sol; para @0 11:15 #a
Subject: {case} ({number}): plea and trial preparation hearing
Attach: pdf order
With: official hearings

Please note that the above is listed for PTPH before {judge} on {day 12} at 10.00 am in court {room}. Advocates are reminded
that the form must be uploaded two working days before the hearing, and that the name of the trial advocate is wanted, not
that of whoever happens to attend.

If a plea is to be offered to another count it would help to know by {weekday 9}.
== opp > counsel @4 17:40
Subject: {case}: before the PTPH

[[Hello, I am for the Crown in this.|I seem to have inherited this one from a colleague.]] Would you have ten minutes before
the hearing? I think we could shorten the witness list. Nobody needs the man from the garage, and the continuity officers
can surely be agreed.
== counsel > opp @5 08:55

Happy to. We shall need {witness}, the officer, and whoever took the second statement. The rest can be read or agreed.

There will be a request for the rough notes. I would rather have them without an application.
== opp > counsel; para @5 09:31

Understood. I have asked for the notes. If there is a difficulty with them I will ring, not write.
== counsel > sol; clerks @12 13:20
Subject: {case}: what was ordered today
Attach: pdf order

A short hearing. Not guilty to the one count. Trial fixed for a date in the warned list of four months from now, four days.
Stage dates are in the order attached; ours is the defence statement, by {date 42}.

The judge asked about {expertise}. I said that we were considering it, which is true: can you get two quotations?

### late-papers
== sol > clerks; counsel @0 17:52 #a
Subject: Papers for tomorrow ({case})
With: papers

Apologies for the hour. The Crown served {n 60 140} pages at five o'clock, all of it {expertise}, for a hearing at ten
tomorrow. I have uploaded the lot. I am told that a request to put the matter back will be "viewed in context".
== clerk > counsel, sol @0 18:10

{counsel} is on a train and has it. {sol}, can the client be at court at nine and not at ten?
== counsel > sol; clerk @0 21:34

Read. It is the same report as in June with the annexes in colour. There is one new paragraph, 22, and it helps us. I shall
not be asking for an adjournment; I shall be asking why it takes five months to change a printer cartridge.
== sol > counsel @1 07:48

Client will be there at nine. I enjoyed that more than I should have.

### legal-aid
== trainee > counsel; sol @0 14:20 #a
Subject: {case}: representation order
Attach: pdf note

The order has come through for one junior. You asked whether to apply for two counsel: the file note is attached, and
{sol} thinks that the test is not met unless the Crown instructs a leader.
== counsel > trainee; sol @0 15:05

I agree. Let us not spend the money on asking. If the served evidence passes {n 4 9},000 pages I will think again.
== trainee > counsel @1 10:11

Thank you. For your fee note the count at the moment is {n 900 3800}, which I took from the index and not from the
covering letter, because they differ by 212.
== counsel > trainee @1 10:30

That is exactly the right thing to have done. Keep the index as it was on the day.

### conflict-check
== clerk > counsel @0 09:12 #a
Subject: {case}: conflict?

The Crown's witness list in {case} has a {witness} on it. You advised a company with a director of that name, about three
years back. Same person?
== counsel > clerk; sol @0 12:40

Different person, as it turns out: mine was twenty years older and lived in {place}... no, that is this one. Give me an hour.
== counsel > clerk; sol @0 13:55

I have looked at the old papers, such as they are. Mine spelt it with an I. I never met {witness}, and hold nothing
confidential that could matter. {sol}, please tell {mr} all the same and make a note that {he} is content.
== sol > counsel @1 11:17

Told and noted. {he} said, and I quote, that half of the county is called that.

### return
== clerks > priya, dele @0 16:45 #a
Subject: Return: {case}, {court}, {day 1}
Attach: pdf instructions
With: hearings

{counsel} is part heard and cannot be in two places. {junior}, could you cover the mention in {case} tomorrow? It is listed
at 10.30 before {judge}. Note for counsel attached. Twenty minutes at most.
== junior > clerks, counsel @0 17:20

Can do, if somebody can be at {prison} for my two o'clock in case it overruns.

{counsel}, is there anything that I must not concede?
== counsel > junior @0 19:02

Three things. Do not agree the chronology: the entry at 21:40 is wrong. Do not accept a date in the third week of the month.
And be nice to the usher, who is my only friend in that building.
== junior > counsel, clerks; sol @1 12:15
With: thread
Subject: {case}: note of today's hearing

Done. The judge extended our date by fourteen days without argument. The chronology is in dispute and the court knows it. The
fixture stands. I was very nice to the usher, who asks when you are coming back.

### police-station
== trainee > sol @0 07:55 #a
Subject: {def}: last night at the station
With: html sensitive
Attach: docx note

Here is my note from last night. {def} was released at 02:20 to come back, and then charged at five with {charge} after all. {he} has your
number. I have slept on the sofa and am quite all right.
== sol > trainee @0 08:20

Good note, thank you. Go home. What did the officer say about {witness}?
== trainee > sol @0 08:34

"Known to us." I wrote it down and asked how, and she said that was all.
== sol > counsel @1 10:45
With: thread
Subject: {case}: would you?
Attach: docx note

I should like you to take this from the beginning, if the clerks will let you. The trainee's note from the station is attached, and it is worth
the five minutes.
== counsel > sol; clerk @1 12:30

With pleasure. "Known to us" is going to be a theme.

### transfer
== para > court; opp @0 11:05 #a
Subject: {number}: linked with another indictment?

The Crown has a second file against {def}, not yet before any court. Would listing like them together? The officer is the same and so are half of
the exhibits.
== court > para, opp; counsel, sol @1 14:55
With: hearings

{judge} would like both on the same day so that somebody decides it once. Please send the second as soon as it has a number.
== counsel > sol @1 16:20
Subject: {case}: a second file?
With: thread

Were you told of this? I was not. If it is the business with the trailer, {he} was interviewed a year ago and heard nothing after that.
== sol > counsel @2 09:15

It is the trailer. {he} had hoped that they had forgotten it. So had I.

### first-papers
== para > sol; opp @0 10:30 #a
Subject: {case}: service of the case
Attach: pdf statement; pdf exhibits; pdf chronology
With: official papers

The Crown's case is served today by upload, and in this message for good measure: statements, exhibits and a chronology. {n 160 420} pages. The
recordings follow.
== sol > para; opp @0 12:45

Received. The exhibits stop at page 61 in the middle of a sentence.
== para > sol; opp @0 13:20
Attach: pdf exhibits

They did. Whole now.
== sol > counsel; clerks @0 14:10
With: forward
Attach: pdf exhibits

For your shelf. I have not put it into tabs yet, the trainee likes to do it.

### curfew
== sol > counsel @0 15:40 #a
Subject: {case}: variation of the curfew

{mr} has been offered night shifts for three weeks, from ten to six. The curfew is nine to six. Would a doorstep condition on the nights off
satisfy anybody?
== counsel > opp @0 16:30
Subject: {case}: curfew

Would the Crown agree to the curfew being lifted on nights of work for three weeks, on production of the rota to the officer each Friday?
== opp > counsel; sam @1 09:50

The officer is content so long as the rota has a name and a number on it that he can ring.
== sam > opp, counsel; sol @1 10:35
With: plain

I have rung. They confirm, and would like to keep {him}.
== counsel > sol; court @1 11:10
Attach: docx order

By consent, then. Draft order attached for the judge.

### who-prosecutes
== opp > counsel @0 19:25 #a
Subject: {case}

I see that you are for {mr}. I am for the Crown and have just met {witness}, who is charming and will be believed. I tell you this only so that you do not
think that I was hiding him.
== counsel > opp @0 20:50

Forewarned. Mine is not charming, but has a receipt.

### dates-first
== clerk > sol; counsel @0 11:45 #a
Subject: {case}: before anybody fixes anything

He can do the last fortnight of any month but not the first week, until the summer. If the court offers a Monday start, take it: the other matter
starts on Wednesdays.
== sol > clerk; counsel @0 12:05

Noted on the front of the file, in red.

### indictment
== pros > opp, counsel; sol @0 15:33 #a
Subject: {case}: draft indictment, amended
Attach: docx order; pdf chronology
With: official

I attach the draft as amended. Count 2 has gone; the dates in count 1 are widened at the front by a week to take in the
telephone evidence.

Would {counsel} say whether the amendment is opposed? If not I will ask for it to be made on the papers.
== counsel > pros, opp; sol @1 09:20

Not opposed as to count 2, you will be surprised to hear. As to the dates: I do oppose a wider date if the purpose is to let
in conversations of which we have had no notice. If the Crown will say what it relies upon in that week, we may agree.
== opp > counsel, pros @1 10:44

Two calls and a receipt for diesel. Served on {date -4}, pages 212 to 219. No conversations.
== counsel > opp, pros; sol @1 10:58

Then not opposed. Thank you.
)~";

}  // namespace bailey::apps::demo::letters
