/* caps.h: every maximum of luister, with its reason. */
#ifndef LUISTER_CAPS_H
#define LUISTER_CAPS_H

#include <stddef.h>

#define CAP_LINE ((size_t)1 << 20)             /* one record: the wire's promise (luister.5) */
#define CAP_TEXT ((size_t)200 << 10) /* one post's text; the longest blog comment seen is a tenth of it */
#define CAP_RESPONSE ((size_t)40 << 20)        /* one decoded answer: real feeds reach 26 MB */
#define CAP_HEADERS ((size_t)256 << 10)        /* all headers of one answer */
#define CAP_CURSOR ((size_t)64 << 10)          /* one source's cursor */
#define CAP_CONFIG ((size_t)16 << 20)          /* one configuration file: room for 50,000 firms */
#define CAP_REPORT ((size_t)16 << 20)          /* one rendered report */
#define CAP_LEXICON ((size_t)64 << 20)         /* one lexicon file */
#define CAP_LEDGER ((size_t)64 << 20)          /* what became of the reports and mails of report_days */
#define CAP_REJECT_PERCENT 10 /* over this share of a stream (and over CAP_REJECT_FEW) it is bad: 65 */
#define CAP_REJECT_FEW 20
#define CAP_REJECT_SAID 20                     /* of a stage's rejects: so many have a line in cron's mail */
#define CAP_REDIRECTS 5                        /* RFC 9110 names no limit; browsers take 20, feeds need 2 */
#define CAP_PAGES 50                           /* pages of one walk in one run */
#define CAP_REVISITS 40 /* open threads, and as many single posts, of a source that one run looks at again */
#define CAP_TOKENS 20000                       /* tokens of one text that are scored */

#endif
