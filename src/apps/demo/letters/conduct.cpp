#include "apps/demo/letters/letters.hpp"

namespace bailey::apps::demo::letters {

const std::string_view conduct = R"~(
### cctv
== sol > sam; para @0 09:35 #a
Subject: {number}: recording from the neighbouring premises
With: receipt official

We wrote on {date -9} about the recording from the premises opposite {place}. It is overwritten after thirty-one days, which is
{day 4}. May we be told today whether it has been secured?
== sam > sol; para @0 16:50
With: plain

Secured this afternoon, both cameras, 17:00 to 20:00. The owner could not work the machine, nor could I, but his daughter could.
== sol > counsel @1 09:10
With: forward

They have it. The daughter deserves a mention.
== counsel > sol @6 21:05
Subject: {case}: I have watched all three hours
With: thread

Three hours, of which eleven seconds matter. At 17:49 somebody walks left to right with a bag on the wrong shoulder. {mr} is left-handed
and {his} bag, which I have seen, has its strap sewn for that side. I know how it sounds. Look at it before you laugh.
== sol > counsel @7 08:25

I have looked. I am not laughing.

### offer
== opp > counsel @0 17:15 #a
Subject: {case}: without prejudice
With: sensitive

A thought, without prejudice, and not yet with anybody's authority: would a plea to the lesser offence on a written basis be of interest? I
would have to go upstairs with it.
== counsel > sol @0 18:00
With: forward sensitive

See below. I have not answered. It is for {mr} and {him} alone, but {he} should hear it from us together and with the figures. Tomorrow?
== sol > counsel @1 18:40
Attach: pdf scan
With: sensitive thread
Subject: {case}: instructions on the approach from the Crown

{he} has thought about it overnight and says no, politely. {he} did not do it and will not say that {he} did a smaller part of it. Endorsement
signed, copy attached.
== counsel > opp @1 19:05

Thank you for the thought, and for the way in which it was put. The answer is no.
== opp > counsel @2 08:35

I expected as much. See you on the day.

### hearsay
== opp > counsel; pros @0 12:00 #a
Subject: {case}: a witness abroad
Attach: pdf statement; pdf dismissal

The man from the garage has gone home to Portugal and will not come back. The Crown applies to read him. The steps which were taken to find him are
listed in the officer's statement.
== counsel > opp @1 16:10

The officer's steps are three telephone calls and a letter which came back. Was the link considered? He has, according to his own page, a very good
connection and a parrot.
== opp > counsel; pros @5 11:50

Link arranged through the consulate for the third morning, with a Portuguese speaker to swear him. The application is withdrawn.
== counsel > sol @5 12:20
With: forward

The man from the garage will be live, from Portugal. Please look out the two invoices.

### medical
== sol > counsel @0 10:05 #a
Subject: {case}: fit to attend?
Attach: pdf scan
With: sensitive

{mr} was in hospital overnight with an asthma attack and is home again. The letter says two weeks' rest. We have the mention in ten days. I do not want a
warrant, and I do not want {him} on a train.
== counsel > sol; clerks @0 10:40

Ask for attendance to be excused and send the letter. Nobody reasonable will say no, and we have a reasonable judge.
== court > sol; counsel, opp @1 12:10
With: hearings

Attendance excused; the judge wishes {mr} a quick recovery. Mention to go ahead in counsel's presence or by link.

### exhibits-view
== trainee > sam; sol, counsel @0 11:20 #a
Subject: {number}: viewing of exhibits

Could we see exhibits SH/4, SH/6 and SH/9 at the station? Solicitor, counsel and me, forty minutes, in the week of {date 7}.
== sam > trainee @1 13:05
With: plain

{day 8} at 14:00. Gloves provided. SH/6 is at the laboratory until the week after, so either you come twice or you wait.
== counsel > trainee; sol @1 15:30

Let us go now for the two and see SH/6 at Downland, where {expert} will give us coffee.
== trainee > counsel; sol @8 17:10
Attach: png photo; docx note
With: thread
Subject: {case}: note of the viewing

Note and one photograph attached. The label of SH/9 has two dates on it, in two inks.

### social-media
== para > opp; sam @0 10:30 #a
Subject: {case}: posts
Attach: pdf exhibits

The officer has downloaded the public posts of the witness for the relevant month. There are sixty, of which most are of a dog.
== opp > counsel; para @1 14:20
With: forward

Served. You may like number 41.
== counsel > opp @1 19:45

I do like number 41. "Did not see a thing lol" has a directness that I shall not try to improve upon. Will the Crown agree its date and authorship?
== opp > counsel; para @2 09:00

Agreed, with what dignity I can muster.

### plan-scale
== counsel > opp @0 12:50 #a
Subject: {case}: the plan
Attach: png plan

The plan in the bundle is said to be drawn to scale, and the scale is missing. On mine, attached, the room at the back is as long as a bus. One of the two is
wrong.
== opp > counsel; sam @1 10:35

The surveyor says: the bundle's was reduced by forty per cent to fit the page. He is mortified, and is sending another with a bar on it.
== sam > opp, counsel @3 15:15
With: plain
Attach: png plan

New plan attached, with a bar and a north. I have paced it out and it is right.

### second-defendant
== opp > counsel; clerk @0 15:55 #a
Subject: {case}: a co-defendant

You will hear that a second person is to be joined, who was interviewed in the spring. Their solicitors are from out of town and have asked me who is for {mr}. I said that they
should be so lucky.
== counsel > opp; clerk @0 17:40

When is the application? If it comes after the defence statement I shall want to think about severance.
== opp > counsel @0 18:02

Before the end of the month. I would think about it now.
== counsel > sol @1 08:15
Attach: docx dismissal
Subject: {case}: joinder, heads up
With: sensitive

The Crown means to join another defendant. I attach a page on severance, for the file. My view is that we should oppose, and that we shall probably lose, and that it is worth the
four paragraphs.

### costs
== court > sol, para; counsel, opp @0 14:50 #a
Subject: {case} ({number}): wasted hearing

The hearing this morning could not go ahead because a document was served upon one side alone. {judge} asks for a short explanation from both solicitors, by {day 6}, before he
considers whether any order should be made.
== para > court; sol, counsel, opp @3 16:05

The error was ours: the upload was to the private section. We have changed the way that we check. We apologise to the court, and to {sol}, who had come a long way.
== sol > court; para, counsel @4 09:40

Nothing to add, and no order sought. It was a handsome apology.
== court > sol, para; counsel, opp @5 11:00
With: hearings

No order. The judge is grateful to both.

### route-to-verdict
== opp > counsel @0 19:05 #a
Subject: {case}: route to verdict, draft
Attach: docx note

The judge wants an agreed route to verdict. First draft attached: five questions, one page.
== counsel > opp @0 21:30

Question 3 is two questions. If they answer yes to half of it where do they go?
== opp > counsel @1 08:05
Attach: docx note

Quite right. Six questions, one page, smaller type.
== counsel > opp, court @1 09:15
With: papers

Agreed between us and lodged. We would ask for it to be printed larger than this.

### remote-witness
== court > opp, counsel; para @0 11:40 #a
Subject: {case}: test call with the expert
With: hearings

A test with {expert.full} is arranged for {day 2} at 09.30. Would one of counsel be present to see that the documents can be read on the screen?
== counsel > court @0 12:15

I will. Could somebody have page 14 of the report open? It is a photograph, and looks like porridge at anything less than full size.
== expert > court, counsel @2 10:05

Thank you, it worked. It does look like porridge. I shall describe it in words.

### character-witness
== trainee > counsel; sol @0 16:30 #a
Subject: {case}: character witnesses

Five have offered: the employer, a head teacher, the choir's conductor, an uncle, and a former mayor. How many would you like?
== counsel > trainee; sol @0 18:55

Two. The head teacher live and the conductor to be read. Thank the mayor very warmly.
== trainee > counsel @3 12:20
Attach: pdf statement; pdf statement

Both statements attached. The uncle would still like to sing.

### timetable-slip
== sol > para; opp, counsel @0 10:10 #a
Subject: {case}: stage date missed
With: official

The evidence due on {date -5} has not come. I write now rather than to the court, in the hope that there is a date.
== para > sol; opp, counsel @1 15:40
Attach: pdf scan

There is: {day 6}. The delay is at the laboratory, two staff are on leave. A letter from them is attached.
== counsel > sol @1 17:25
With: forward

Fair enough. Ask the court to move our own date by the same number of days, by consent, and there is no harm done.
== court > sol, para; counsel, opp @3 10:00
Attach: pdf order

By consent: both dates moved by eleven days. No hearing.
)~";

}  // namespace bailey::apps::demo::letters
