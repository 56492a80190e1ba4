#include <luister/status.h>
#include <stdarg.h>
#include <stdio.h>

enum status err_set(struct err *e, enum status status, const char *fmt, ...)
{
	if (e) {
		va_list ap;
		va_start(ap, fmt);
		vsnprintf(e->msg, sizeof e->msg, fmt, ap);
		va_end(ap);
		e->status = status;
	}
	return status;
}

const char *status_text(enum status status)
{
	switch (status) {
	case STATUS_OK: return "fine";
	case STATUS_USAGE: return "usage";
	case STATUS_DATA: return "bad stream";
	case STATUS_NOINPUT: return "input missing";
	case STATUS_SOURCE: return "source down or refusing";
	case STATUS_BUG: return "bug";
	case STATUS_OS: return "memory or system";
	case STATUS_CREATE: return "cannot create output";
	case STATUS_IO: return "read or write failed";
	case STATUS_TEMP: return "try again";
	case STATUS_NOPERM: return "credentials";
	case STATUS_CONFIG: return "configuration";
	}
	return "unknown";
}
