else { keep; }
elsif true { keep; }
if true { keep; } else { keep; }
else { keep; }
if true;
if { keep; }
keep { discard; }
true;
if keep { stop; }
frob;
if frob { stop; }
if allof true { stop; }
if not (true) { stop; }
keep true;
