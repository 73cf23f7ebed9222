package fixture

import "net/http"

//gotcha:ignore default-http-client
// want-1 "without a reason"
var a, errA = http.Get("a")

//gotcha:ignore default-http-client --
// want-1 "without a reason"
var b, errB = http.Get("b")

//gotcha:file-ignore lost-cancel
// want-1 "without a reason"

//gotcha:ignore default-http-client -- reasons may hold https://example.com/a,b -- and more [text]
var c, errC = http.Get("c")
