if true {
if true {
if true {
if true {
if true {
if true {
if true {
if true {
if true {
if true {
if true {
if true {
if true {
if true {
if true {
if not not not not not not not not not not not not not not anyof(false, true) { discard; }
}}}}}}}}}}}}}}}
