require "vacation-seconds";
vacation :seconds 1800 "a";
