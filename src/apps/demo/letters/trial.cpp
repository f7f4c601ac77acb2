#include "apps/demo/letters/letters.hpp"

namespace bailey::apps::demo::letters {

const std::string_view trial = R"~(
### trial-week
== counsel > opp @0 18:35 #a
Subject: {case}: running order

For tomorrow: I suggest the preliminary point at ten, jury at noon, your opening before lunch and {witness} at two. Are you calling the
officer on the first day?
== opp > counsel @0 19:20

Yes to all of it. The officer on the second morning. I shall be forty minutes in opening and would be obliged if nobody laughed at the
map.
== counsel > sol; trainee @1 17:15
Subject: {case}: first day
With: thread

{witness} was fair and a little slower in cross-examination than in chief. "It could have been a car." The jury wrote that down; I saw
seven pens. Preliminary point: we lost on the law and won on the editing, which is the better way round.
== trainee > counsel, sol @1 20:40
Attach: docx note

My note of the evidence, typed up. I have put the times of the breaks, too, as you asked.
== sol > counsel @2 07:30

The client would like to know whether {he} has to give evidence. I said that you would speak to {him} at half past nine, when {he} has
slept and so have you.
== counsel > sol @2 18:50

{he} gave evidence for an hour and ten minutes and was entirely straightforward. Speeches tomorrow. Bring something to read for when they are out.

### half-time
== counsel > junior @0 19:40 #a
Subject: half time in {case}

Quick question from a robing room: a submission of no case where the only evidence of identity is a voice. Did we not have something on
that in the big one last year?
== junior > counsel @0 20:05
Attach: docx skeleton

We did; attached, the section from page 3. The case that matters is the second, not the first, which everybody cites.
== counsel > junior @1 12:30

Allowed on count 2. Count 1 goes on. You were right about the second case, and the judge had not read it, and now has.

### jury-question
== court > counsel, opp @0 15:05 #a
Subject: {case}: note from the jury
Attach: png note

The jury has sent the note attached. {judge} will sit again at 3.20. Please come down when you have seen it.
== opp > counsel @0 15:09

Is that word "glove" or "globe"?
== counsel > opp @0 15:10

"Glove", I trust. There is no globe in the agreed facts.

### verdict
== counsel > sol, clerks @0 16:25 #a
Subject: {case}: verdict

[[Not guilty, by all twelve, after three hours and forty minutes.|Guilty by a majority of ten to two, after five hours.|Not guilty on count 2, and
guilty on count 1 by a majority.]] I have been down to see {mr}, who was very composed. I shall write properly tomorrow.
== sol > counsel @0 17:05

Thank you, for {him} and from all of us here. Whatever else is said about this case, it was done properly.
== clerk > counsel @0 17:30

Well done. You are at {court} at ten in another matter, I am sorry to say. Go home.
== opp > counsel @0 20:15
Subject: {case}

A pleasure to have been against you, as usual. You may keep the map.

### running-late
== sol > counsel @0 08:20 #a
Subject: {case}: running late

There is a tree on the line at the junction and I am in a taxi with a person who was going the same way. Half past ten. {trainee} is there with
the exhibits.
== counsel > sol; trainee @0 08:31

No harm done, the judge has a bail application first. Tell the person that the county is grateful.
== trainee > counsel, sol @0 09:05

I am here. So are the exhibits, and so is a camera crew, but they are for court 2.

### overnight-note
== opp > counsel; pros @0 18:05 #a
Subject: {case}: disclosure overnight
With: sensitive disclosure
Attach: pdf scan

The officer has found a page of notes in the back of a book. It is attached and it ought to have been on the schedule. I do not think that it
alters anything, but that is for you to say.
== counsel > opp; sol @0 19:30

Thank you for sending it at once. I do think that it alters something: the third line has the time of the call, and it is not 21:40. I shall ask
for the officer to be recalled.
== opp > counsel; pros @0 20:02

I cannot resist that and do not. He will be there at ten.
== discl > pros, opp @1 08:10
With: plain sensitive

For the record: the book was in the property store of another investigation and had the other number on its cover. I have searched the
remaining eleven books on the same shelf this morning. Nothing else. A statement follows.

### view
== court > counsel, opp; registry @0 12:40 #a
Subject: {case}: a view of {place}

The judge is minded to allow the jury to see {place}. A coach is ordered for {day 2} at 11. Would counsel agree, in writing, what is to be
pointed out and by whom?
== counsel > opp @0 16:55
Attach: png plan

My list: the gate, the lamp post, the window upstairs, and the distance between the second and the third. Nobody speaks but the usher.
== opp > counsel; court @0 17:35

Agreed. I would add stout shoes.
== court > counsel, opp @1 09:22

Approved with the shoes.
)~";

const std::string_view after = R"~(
### sentence
== prob > court; counsel, sol @0 14:45 #a
Subject: {number} {def}: pre-sentence report
Attach: pdf psr
With: sensitive plain

Report attached for the hearing on {day 2}. I have proposed a community disposal with conditions and have checked the address. If the court
requires an oral update I can attend by telephone until three.
== counsel > prob; sol @0 17:15

A careful report, thank you. One matter: paragraph 4 has "two children of the household". There are three; the youngest is at nursery.
== prob > counsel; court, sol @1 08:55
With: sensitive plain
Attach: pdf psr

You are right. Amended and attached.
== counsel > sol; clerks @2 13:40
Subject: {case}: sentence
With: thread

[[Two years, suspended for two, with 180 hours of unpaid work and rehabilitation days.|A community order of two years with unpaid work. The judge read
all of the letters, and said so.|Three years and four months, after credit, less the time on remand. About where I had put it.]] No order for costs. I shall
put the advice on appeal into writing as I must, but we spoke about it and there is nothing in it.
== sol > counsel @2 15:00

{mr} and the family have asked me to pass on their thanks. {his} mother has baked something, which is on its way to chambers with the trainee.

### letters-of-support
== trainee > counsel; sol @0 11:50 #a
Subject: {case}: references
Attach: pdf scan; pdf statement

Two letters have come in, one of them handwritten. The employer's is on headed paper. Do we put in both?
== counsel > trainee; sol @0 13:25

Both. The handwritten one is worth three of the other. Please type out a copy beneath, the second page is hard to read, and leave the spelling
alone.

### fee-note
== clerks > sol @0 10:45 #a
Subject: Fee note: {case}, {counsel.full}
Attach: pdf fee
With: fees

Our fee note in this matter is attached, with the attendance record and the page count as on the day. We should be grateful for confirmation that
it has been submitted.
== trainee > clerks; sol @3 14:10

Submitted this morning under reference LA{n 100000 999999}. The page count agrees with ours.
== clerks > trainee, sol; counsel @41 09:55

Still nothing in. Has there been any query?
== trainee > clerks; counsel @42 11:25

There has been one, about whether the mention on the second date was a mention or a hearing. Answered today. It was a hearing: somebody said
something.
== clerks > counsel @58 15:20
With: forward fees

Paid in full. There is a first time for everything.

### fees-aged
== clerk > counsel @0 12:20 #a
Subject: Aged debt: {case}
With: fees

This one is at {n 120 260} days. They say that it is with accounts, and accounts say that it is with the partner. Shall I write, or shall you?
== counsel > clerk @0 18:40

You, please; kindly. They were good to us in the summer. If nothing comes of it I shall mention it to {sol} over coffee.
== clerk > counsel @9 10:25
With: fees

Kindness worked. {money 1240 4860} received.

### appeal-advice
== counsel > sol @0 17:30 #a
Subject: {case}: advice on appeal
Attach: pdf advice
With: papers

My advice is attached. It is negative, and I have tried to say so in a way that can be read by the person whom it concerns. Time runs from {date -12}.
== sol > counsel @2 12:00

Sent on with a covering letter. {he} telephoned and was content. "At least now I know" was the phrase.

### confiscation
== pros > sol, counsel; opp @0 11:00 #a
Subject: {case} ({number}): confiscation timetable
Attach: pdf chronology; pdf order
With: official

The Crown proceeds under the Act. The statement of information is due on {date 28} and the response four weeks afterwards. A figure has been put
forward informally: {money 8200 9900} benefit, {money 900 2400} available.
== counsel > sol @1 10:05

The available amount is the car and a share of a boat. Who values a share of a boat?
== sol > counsel @1 11:45

A cousin of the harbour master. I shall get it in writing.
== opp > counsel; pros, sol @30 15:35

If you can show me a document for the boat we shall agree the figure.
== sol > opp, counsel; pros @33 09:50
Attach: pdf scan

Document attached. It is on the harbour's paper, in the cousin's hand, and it says {money 400 800}.
== opp > sol, counsel; pros @33 12:15

Agreed.

### property-back
== sol > sam @0 10:10 #a
Subject: {number}: return of property

The matter is concluded. May {mr} have the telephone, the keys and the work boots back? The boots in particular.
== sam > sol @4 13:30
With: plain

Can be collected from the counter between nine and four with this reference: PS/{n 10000 99999}. Bring identification. The boots are with
the laboratory, I have asked.
== expert > sam, sol @6 09:20

Boots posted today. They have been dried and the left heel has a small hole, which is mine.

### lessons
== pros > sam, discl, para; opp @0 15:15 #a
Subject: {case}: for next time

Nothing formal. Three things which went well: the schedule was readable, the officer rang counsel rather than writing, and the exhibits were in order. Two
which did not: the billing came in four pieces with different page numbers, and the notice to {witness} went to an old address.
== discl > pros; sam, para @1 08:30
With: plain

Noted. On billing: the company sends it as it likes. I will number it here before it goes on.
== sam > pros @1 12:05
With: plain

Addresses: we now ask at each contact and write down that we asked.
)~";

}  // namespace bailey::apps::demo::letters
