# two addresses that cannot be
redirect "someone@outside.example";
redirect "someone";
