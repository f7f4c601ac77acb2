# neither is there
if header :comparator "i;ascii-numeric" "a" "1" { stop; }
if header :comparator "i;klingon" "a" "1" { stop; }
