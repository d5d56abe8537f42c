using MeanFieldDsl.Generators.Formulas;
using MeanFieldDsl.Generators.Tests.Formulas;

namespace MeanFieldDsl.Generators.Tests.Gradients;

/// <summary>A random function of two particles with two numbers and two vectors each.</summary>
/// <param name="Formula">The function: the parameters of a particle and then those of another.</param>
/// <param name="IsSymmetric">Whether it was made symmetric.</param>
/// <param name="Source">What it was made from.</param>
internal sealed record RandomInteraction(Formula Formula, bool IsSymmetric, RandomFormula Source)
{
    /// <summary>The number of parameters of a particle.</summary>
    public const int Half = 4;

    // a, w, b, c, v, x, z and y of the random formulas as parameters of two particles: c, x, z and y belong to the second.
    private static readonly int[] Places = [0, 1, 2, 1 + Half, 3, 1 + Half, 3 + Half, Half];

    private static readonly FormulaParameter[] Particle =
    [
        new("a", ParameterRole.Weight, FormulaType.Real, Dimension.Scalar),
        new("w", ParameterRole.Position, FormulaType.Vector, Dimension.Named("d")),
        new("b", ParameterRole.Position, FormulaType.Real, Dimension.Scalar),
        new("v", ParameterRole.Position, FormulaType.Vector, Dimension.Fixed(3)),
    ];

    private static readonly FormulaParameter[] Parameters = [.. Particle, .. Particle.Select(static p => p with { Name = p.Name + "2" })];

    /// <summary>The functions that consecutive seeds give: as they are drawn, and added to or multiplied by themselves with the particles exchanged.</summary>
    public static IEnumerable<RandomInteraction> From(int seed, RandomStyle style = RandomStyle.Any)
    {
        for (; ; seed++)
        {
            RandomFormula random = RandomFormulas.Create(seed, style);

            // Particles have no integers and no truth values.
            if (FormulaToCSharp.Used(random.Formula).All(static p => p < Places.Length))
            {
                yield return Make(random, seed % 3);
            }
        }
    }

    /// <summary>Numbers for the parameters of a particle, with vectors of length <paramref name="d"/>.</summary>
    public double[][] Draw(Random random, int d)
    {
        while (true)
        {
            double[][] values = Source.Draw(random).Parameters;
            if (values[1].Length == d)
            {
                return [values[0], values[1], values[2], values[4]];
            }
        }
    }

    public override string ToString() => $"seed {Source.Seed}: {FormulaPrinter.Print(Formula)}";

    private static RandomInteraction Make(RandomFormula random, int kind)
    {
        FormulaBuilder builder = new(random.Formula.Nodes);
        int root = builder.Reassign(random.Formula.Root, static p => Places[p]);
        int exchanged = builder.Reassign(root, static p => p < Half ? p + Half : p - Half);
        int made = kind switch
        {
            0 => root,
            1 => builder.Add(root, exchanged),
            _ => builder.Multiply(builder.Apply(Op.Tanh, root), builder.Apply(Op.Tanh, exchanged)),
        };
        return new(builder.Build(random.Formula.Name, made, Parameters, random.Formula.HyperParameters), kind > 0, random);
    }
}
