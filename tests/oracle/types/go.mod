module gotcha.test/oracle/types

go 1.26
