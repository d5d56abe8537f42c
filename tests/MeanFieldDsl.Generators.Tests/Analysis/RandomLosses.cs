using MeanFieldDsl.Generators.Formulas;
using MeanFieldDsl.Generators.Tests.Formulas;

namespace MeanFieldDsl.Generators.Tests.Analysis;

/// <summary>Draws losses: compositions of the functions losses are made of, over residuals, margins and hyper-parameters, with choices at random points.</summary>
internal static class RandomLosses
{
    private static readonly Op[] Functions =
        [Op.Abs, Op.Exp, Op.Softplus, Op.Sigmoid, Op.Tanh, Op.Log, Op.Log1p, Op.Sqrt, Op.Cosh, Op.Sinh, Op.NormalCdf, Op.Erf, Op.Atan, Op.Sign, Op.Expm1, Op.Sin, Op.Cbrt, Op.NormRoot];

    public static Formula Create(int seed)
    {
        Random random = new(seed);
        Sketch s = new();
        Term f = s.Prediction();
        int kind = random.Next(3);
        Term y = s.Target(kind == 0 ? ValueDomain.OfLabels(-1, 1) : null);
        Term positive = s.Hyper("Delta", domain: ValueDomain.Between(0, double.PositiveInfinity, minimumExcluded: true));
        Term level = s.Hyper("Level", domain: ValueDomain.Between(0, 1));
        Term free = s.Hyper("Free");
        Term[] constants = [positive, level, free, y];
        Term core = kind switch { 0 => y * f, 1 => f - y, _ => f };
        List<Term> terms = [core];
        int rounds = 1 + random.Next(4);
        for (int i = 0; i < rounds; i++)
        {
            terms.Add(Grow(s, random, terms, constants));
        }

        return s.Build(random.Next(3) == 0 ? terms[^1] + terms[random.Next(terms.Count)] : terms[^1]);
    }

    private static Term Grow(Sketch s, Random random, List<Term> terms, Term[] constants)
    {
        Term a = random.Next(2) == 0 ? terms[^1] : terms[random.Next(terms.Count)];
        Term b = terms[random.Next(terms.Count)];
        Term c = random.Next(2) == 0 ? s.Number(Number(random)) : constants[random.Next(constants.Length)];
        switch (random.Next(14))
        {
            case 0: return a + b;
            case 1: return a - b;
            case 2: return a * b;
            case 3: return a * a;
            case 4: return c * a;
            case 5: return a + c;
            case 6: return c - a;
            case 7: return s.Apply(random.Next(3) == 0 ? Op.Min : Op.Max, a, random.Next(2) == 0 ? c : b);
            case 8:
                // A choice that is continuous by construction, so that proofs have something to find.
                Term slope = Number(random) * (a - c);
                return s.Select(s.Apply(random.Next(2) == 0 ? Op.Less : Op.LessOrEqual, a, c), slope, random.Next(2) == 0 ? Number(random) * (a - c) : slope + ((a - c) * (a - c)));
            case 9: return s.Select(s.Apply(Op.Less, a, c), b, random.Next(2) == 0 ? a : c);
            case 10: return 1 + (a * a);
            case 11: return a / (random.Next(2) == 0 ? constants[0] : 1 + (b * b));
            case 12: return s.Pow(random.Next(2) == 0 ? s.Apply(Op.Abs, a) : a, new[] { 1.5, 3, 4, 0.5, -1 }[random.Next(5)]);
            default: return s.Apply(Functions[random.Next(Functions.Length)], a);
        }
    }

    private static double Number(Random random) => Math.Round((random.NextDouble() * 4) - 2, 1);
}
