/* Is a difference more than chance? Small numbers get no answer. */
#include "figures.h"
#include <math.h>

#define Z95 1.959964
#define FEW 10

static enum daily_change verdict(double z)
{
	return z >= Z95 ? CHANGE_MORE : z <= -Z95 ? CHANGE_LESS : CHANGE_NONE;
}

/* Two counts of equally long windows, given their sum (Przyborowski and Wilenski 1940, Biometrika 31:313; the
 * normal form), with the variance inflated as days scatter more than Poisson (McCullagh and Nelder,
 * Generalized Linear Models, 9.2). */
enum daily_change tests_counts(long long now, long long before, int days, double dispersion)
{
	double sum = (double)(now + before);
	if (now + before < FEW)
		return CHANGE_UNKNOWN;
	double inflated = 1 + dispersion * sum / (2.0 * days);
	return verdict((double)(now - before) / sqrt(sum * inflated));
}

/* Two proportions: Pearson's chi-squared of the 2 x 2 table, signed (Pearson 1900). Both expectations of the
 * rarer kind must be 5 or more (Cochran 1954). */
enum daily_change tests_shares(long long k1, long long n1, long long k0, long long n0)
{
	if (n1 < FEW || n0 < FEW)
		return CHANGE_UNKNOWN;
	double p = (double)(k1 + k0) / (double)(n1 + n0), rare = p < 0.5 ? p : 1 - p;
	if (rare * (double)(n1 < n0 ? n1 : n0) < 5)
		return CHANGE_UNKNOWN;
	double se = sqrt(p * (1 - p) * (1 / (double)n1 + 1 / (double)n0));
	return verdict(((double)k1 / (double)n1 - (double)k0 / (double)n0) / se);
}

/* Wilson's score interval for P of P + N (Wilson 1927, JASA 22:209), stretched from 0..1 to -1..1. */
bool daily_net(const struct daily_window *w, struct net *out)
{
	double n = (double)(w->label[LABEL_POS] + w->label[LABEL_NEG]);
	if (n < FEW)
		return false;
	double p = (double)w->label[LABEL_POS] / n;
	double middle = (p + Z95 * Z95 / (2 * n)) / (1 + Z95 * Z95 / n);
	double half = Z95 / (1 + Z95 * Z95 / n) * sqrt(p * (1 - p) / n + Z95 * Z95 / (4 * n * n));
	const double value = 2 * p - 1, low = 2 * (middle - half) - 1, high = 2 * (middle + half) - 1;
	*out = (struct net){ (int)lround(1000 * value), (int)lround(1000 * low), (int)lround(1000 * high),
		(int)lround(100 * value), (int)lround(100 * low), (int)lround(100 * high),
		low > 0 || high < 0 };
	return true;
}
