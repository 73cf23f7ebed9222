package fixture

import "net/http"

//gotcha:ignore default-http-clint -- one letter is missing
// want-1 "`default-http-clint`"
var a, errA = http.Get("a")

//gotcha:ignore default-http-client,no-such-thing -- the first one exists
// want-1 "`no-such-thing`"
var b, errB = http.Get("b")

//gotcha:ignore Default-HTTP-Client -- names are compared without case
var c, errC = http.Get("c")
