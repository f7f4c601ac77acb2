require ["vacation", "vacation-seconds"];
vacation :days 1 :seconds 3 "a";
vacation :from "nobody" "a";
vacation :mime text:
Content-Type: text/plain
X-Ä: b

text
.
;
vacation;
