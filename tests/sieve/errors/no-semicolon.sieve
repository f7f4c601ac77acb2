keep

discard;
