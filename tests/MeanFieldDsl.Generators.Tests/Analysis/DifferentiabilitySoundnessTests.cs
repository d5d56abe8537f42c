using MeanFieldDsl.Generators.Analysis;
using MeanFieldDsl.Generators.Formulas;
using MeanFieldDsl.Generators.Tests.Formulas;

namespace MeanFieldDsl.Generators.Tests.Analysis;

/// <summary>A continuous formula is never said to jump, a smooth one never to have a kink, and jumps put in on purpose are found.</summary>
public sealed class DifferentiabilitySoundnessTests
{
    [Fact]
    public void A_continuous_formula_never_jumps()
    {
        int switches = 0, count = ManyFormulas.Fewer;
        string[] wrong = ManyFormulas.Contradictions(count, seed =>
        {
            RandomFormula random = RandomFormulas.Create(seed, RandomStyle.Continuous);
            (Switch At, JumpWitness? Jump)[] jumps = [.. Jumps(random.Formula)];
            _ = Interlocked.Add(ref switches, jumps.Length);
            return jumps.Where(j => j.Jump is not null).Select(j => random + " at node " + j.At.Node + ": " + j.Jump);
        });

        Assert.Empty(wrong);
        Assert.True(switches > count / 4, switches + " switches");
    }

    [Fact]
    public void Pieces_that_meet_do_not_jump_and_pieces_that_do_not_meet_do()
    {
        int found = 0, count = ManyFormulas.Fewer;
        string[] wrong = ManyFormulas.Contradictions(count, seed =>
        {
            ManyFormulas.Add(ref found, HasJump(Piecewise(new(seed), isContinuous: false)));
            Formula formula = Piecewise(new(seed), isContinuous: true);
            return HasJump(formula) ? ["seed " + seed + ": " + FormulaPrinter.Print(formula)] : [];
        });

        Assert.Empty(wrong);
        Assert.True(found > 0.9 * count, found + " of " + count + " jumps were found");
    }

    [Fact]
    public void What_is_smooth_by_construction_has_neither_kinks_nor_infinite_slopes()
    {
        string[] wrong = ManyFormulas.Contradictions(ManyFormulas.Least, seed =>
        {
            Random random = new(seed);
            Sketch s = new();
            Term u = Argument(s, random);
            Term c = s.Number(Number(random));
            Term outer = Smooth(s, random, s.Select(u < c, 0.5 * ((u - c) * (u - c)), Number(random) * ((u - c) * (u - c)))) + (s.Relu(u) * s.Relu(u)) + (s.Apply(Op.Abs, u) * u)
                + s.Apply(Op.Sqrt, Math.Pow(10, -random.Next(12)) + s.Apply(Op.Abs, (u - c) * (u - c))) + s.Apply(Op.Log, 0.01 + (u * u)) + s.Pow(s.Apply(Op.Abs, u), 1.1 + random.NextDouble());
            Formula formula = s.Build(s.Weight("a") * outer);
            SwitchSearch search = new(formula, Particle(formula));
            SteepSearch steep = new(formula, Particle(formula));
            return Switches(formula).Where(search.HasKink).Select(at => "seed " + seed + ", node " + at.Node + ": " + FormulaPrinter.Print(formula))
                .Concat(steep.Candidates().Where(node => steep.Find(node) is not null).Select(node => "seed " + seed + ", steep at " + node + ": " + FormulaPrinter.Print(formula)));
        });

        Assert.Empty(wrong);
    }

    // f below a threshold and above it f plus something that is 0 at the threshold, or a constant that is not.
    private static Formula Piecewise(Random random, bool isContinuous)
    {
        Sketch s = new();
        Term u = Argument(s, random);
        Term c = s.Number(Number(random));
        Term below = Smooth(s, random, u);
        Term over = u - c;
        Term meets = random.Next(4) switch
        {
            // Next to a slope without bound no jump can be told from steepness.
            _ when !isContinuous => Number(random) * over,
            0 => Number(random) * over,
            1 => s.Apply(Op.Sqrt, s.Apply(Op.Abs, over)),
            2 => s.Apply(Op.Cbrt, over),
            _ => s.Pow(s.Apply(Op.Abs, over), 0.1 + random.NextDouble()),
        };
        Term above = below + (isContinuous ? meets : meets + (random.Next(2) == 0 ? 1 : -1) * (0.1 + random.NextDouble()));
        return s.Build(s.Weight("a") * s.Select(random.Next(2) == 0 ? u < c : c > u, below, above));
    }

    private static Term Argument(Sketch s, Random random)
    {
        int w = s.Vector("w", ParameterRole.Position), x = s.Vector("x", ParameterRole.Input);
        Term b = s.Position("b");
        return random.Next(3) switch { 0 => s.Dot(w, x), 1 => s.Dot(w, x) + b, _ => b - s.Input("y") };
    }

    private static Term Smooth(Sketch s, Random random, Term a) => random.Next(6) switch
    {
        0 => a * a,
        1 => s.Apply(Op.Tanh, a),
        2 => s.Apply(Op.Sin, Number(random) * a),
        3 => s.Apply(Op.Softplus, 5 * a),
        4 => s.Apply(Op.Sqrt, 1e-3 + (a * a)),
        _ => a,
    };

    private static double Number(Random random) => Math.Round((random.NextDouble() * 2) - 1, 2);

    private static bool[] Particle(Formula formula) => [.. formula.Parameters.Select(p => p.IsParticle)];

    private static bool HasJump(Formula formula) => Jumps(formula).Any(static j => j.Jump is not null);

    private static IEnumerable<Switch> Switches(Formula formula) => Switch.Of(formula, Switch.Varying(formula, Particle(formula)));

    private static IEnumerable<(Switch At, JumpWitness? Jump)> Jumps(Formula formula)
    {
        SwitchSearch search = new(formula, Particle(formula));
        return Switches(formula).Select(at => (at, Enumerable.Range(0, formula.Parameters.Count).Where(p => formula.Parameters[p].IsParticle).Select(p => search.Jump(at, p)).FirstOrDefault(static j => j is not null)));
    }
}
