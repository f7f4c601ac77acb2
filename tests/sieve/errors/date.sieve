require ["date", "index"];
if date :zone "+0000" :originalzone "date" "year" "2026" { stop; }
if date :zone "Europe/Vienna" "date" "year" "2026" { stop; }
if currentdate "century" "20" { stop; }
if date :last "date" "year" "2026" { stop; }
if header :index 0 "date" "2026" { stop; }
