/* test.h: cmocka and its four headers, in the order that it wants them. */
#ifndef LUISTER_TEST_H
#define LUISTER_TEST_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <setjmp.h>
#include <cmocka.h>

#endif
