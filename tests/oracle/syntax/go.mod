module gotcha.dev/oracle/syntax

go 1.21
