#include "apps/demo/letters/letters.hpp"

namespace bailey::apps::demo::letters {

const std::string_view fresh = R"~(
### new-listing
== office > counsel, opp, sol; clerks @-14
Subject: {case} ({number}): listed tomorrow, 10.30 am
Attach: pdf order
With: hearings unread official

The above is listed for mention before {judge} in court {room} at 10.30 am. The judge asks counsel to have considered the third paragraph of the order attached
and to be able to say by when it can be done.

### new-notes
== discl > para, pros, opp @-196 #a
Subject: {number} {def}: supplementary schedule
Attach: pdf schedule
With: plain disclosure sensitive

Supplementary schedule, items 21 to 34. Items 22 and 30 meet the test and copies go with this.
== para > counsel, sol; opp @-118
With: forward disclosure sensitive unread
Attach: pdf schedule; pdf statement

By way of continuing disclosure. Items 22 and 30 are attached.
== sol > counsel @-47
With: unread thread
Subject: {case}: have you seen item 30?

It is the call handler's note. "Caller not sure about vehicle." Ring me when you can, I am at my desk until seven.

### new-conference
== prison > trainee, sol; clerks @-260 #a
Subject: Video link: {def}, slot offered
With: official plain

We can offer 09:15 on {day 4} or 14:00 on {day 5}. Please reply today as there is a queue.
== trainee > prison; counsel, clerks @-225

The first, please, if counsel can.
== clerks > trainee, counsel @-210
Attach: ics conference

{counsel} can. Entered.

### new-skeleton
== junior > counsel @-330 #a
Subject: {case}: your skeleton, marked
Attach: docx skeleton

Read over lunch. Far better than the last. I have three small points in the margin and one large one, on page 4.
== counsel > junior @-300

Thank you. I saw the large one coming, and will take it. Could you look at the new paragraph 9 tonight?
== junior > counsel @-31
With: unread

Looked. Yes. Send it.

### new-welsh
== gwenllian > dele; sian @-405
Subject: {case}: the translator
With: unread

The translator can do both days. I have told {sian}, who says "ardderchog", as she does.

### new-fees
== clerk > counsel @-88
Subject: Tomorrow, and {case}
With: unread

You are in {court} at 10.30, not 10. Paperwork in {case} is promised for Friday. And somebody from a newspaper rang about the blackmail; I said that you were in the
library, which you were.

### new-photo
== officer > opp, para; pros @-480 #a
Subject: {number}: photographs of {place}
Attach: png photo; png plan
With: plain

Taken last evening at the same hour as in the statement, with the surveyor's plan. The lamp is still out.
== opp > counsel @-152
With: unread
Attach: eml; png photo

Served informally, with the officer's message as it came. You will want the one with the lamp.

### new-circular
== circuit > dele, priya, zoe, hanna, amina, gwenllian, margaret; clerks, office @-540
Subject: Security: messages that ask you to "verify your mailbox"
With: html unread

Some members have had a message which says that their mailbox is full, with a link. It did not come from the service. The service never asks for your password, in any message, for any
reason. Please delete it, and if you have answered it, ring your administrator now and not tomorrow.

### new-long-thread
== amina > dele; colin @-1490 #a
Subject: {case}: dates for the trial

The court is asking again. When could you do five days together in the new year?
== colin > amina; dele @-1470 #b

He is free in the second and in the fourth week of January, and from the ninth of February.
== amina > margaret; dele, colin @-1440 #c

{margaret}, for the defence: second or fourth week of January, or after the ninth of February. The expert can do all of these.
== margaret > hanna, zoe; amina, dele @-1395 #d

Crown, please? I can do the fourth week if you can.
== zoe > margaret, hanna; amina, dele @-1330 #e

I can do the fourth week from the Tuesday.
== hanna > margaret, zoe; amina, dele @-1310 #f re #d

Our officer is on a course on the Monday of that week. So Tuesday would suit all.
== margaret > amina, dele, hanna, zoe; colin @-1255 #g
With: flag

Then it is fixed: the fourth week of January, from the Tuesday, court {room}, five days. Nobody is to break an ankle.
== dele > margaret, amina, hanna, zoe; colin @-1190

Thank you. I shall take the stairs one at a time.
== zoe > dele @-1175
With: thread
Subject: {case}: a thought about the length

Five days? I make it three and a half, if you are reasonable about the bank statements.
== dele > zoe @-705

I am always reasonable about bank statements. Send me the list, and let us see.
== zoe > dele @-64
Attach: docx facts
With: unread

The list. I am proud of it.

### draft-note
== dele > amina @-62
Subject: {case}: thoughts before the conference
With: drafts

Three things, before I forget them.

1. The call handler's note (item 30) goes to the identification and nothing else. We should not make too much of it.
2. I would like to see the

### draft-reply
== dele > priya @-1110
Subject: Handbook: the part on robing
With: drafts
Attach: docx instructions

I have rewritten it without the story about the bands. What do you think of ending it with

### draft-circuit
== dele > circuit @-4320
Subject: Report of the Circuit Junior
With: drafts

Since the last report the Junior has attended eleven meetings and one dinner.

### draft-amina
== amina > dele @-130
Subject: {case}: the boat
With: drafts

The cousin of the harbour master has written again. He says

### draft-court
== margaret > hanna @-210
Subject: List for the week after next
With: drafts

Before I publish: is the three-hander still effective? I have it down for
)~";

const std::string_view unwanted = R"~(
### prize
== graham > dele, priya, amina @0 04:12
Subject: You have been selected
With: junk html bare

Congratulations! Your mailbox has been selected in our legal professionals draw. To receive the gift card of 500 pounds confirm your details within 24 hours at
https://prizes-legal.example/claim

The Rewards Team
== graham > dele, priya, amina @1 09:40
Subject: Please ignore the message about a prize
With: plain

My apologies: a program on this machine sent a message in my name last night. It was not from me. The machine has been taken away and I have changed every password that I have.

### seminar-sales
== lukasz > dele, priya, zoe @0 12:02
Subject: LAST CHANCE: double your practice in 30 days
With: junk html bare

Top earners know the seven secrets. Do you? Reserve your seat at the webinar today (usual price 1,295 pounds, today 49): https://seven-secrets.example/now

To unsubscribe write to nobody.

### mailbox-full
== marcus > dele, margaret, hanna @0 05:35
Subject: Mailbox full: verify now
With: junk html bare

Dear user, your mailbox is at 99 percent and will be DELETED. Verify with your password here to keep it: https://mailbox-verify.example/login

System Administrator
== marcus > dele, margaret, hanna @0 10:20
Subject: Do not open: "Mailbox full"
With: plain

If you had a message from me this morning about a full mailbox: it was not from me. I am told that it came through a colleague's machine. Please delete it.

### sandwich
== clerks > dele, priya, colin @0 12:31
Subject: Sandwiches in the library
With: trash

Left over from the meeting. First come.

### wrong-dele
== ben > dele @0 16:05
Subject: Minutes of the cycling club
With: trash
Attach: pdf note

Minutes as promised.
== ben > dele @0 16:09
Subject: Please ignore the cycling club
With: trash

Wrong person, I am so sorry. Unless you cycle?

### lost-glove
== office > dele, zoe, clerks @0 13:45
Subject: Found in court 3: one glove, grey
With: trash

To be claimed from the office by Friday. It is a left one.
)~";

}  // namespace bailey::apps::demo::letters
