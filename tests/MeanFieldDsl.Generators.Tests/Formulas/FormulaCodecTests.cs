using System.Globalization;
using MeanFieldDsl.Generators.Analysis;
using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Tests.Formulas;

public sealed class FormulaCodecTests
{
    [Fact]
    public void A_formula_read_back_is_the_formula_written()
    {
        foreach (RandomFormula random in RandomFormulas.Many(1, 2000))
        {
            string text = FormulaCodec.Write(random.Formula);
            Assert.True(FormulaCodec.TryRead(FormulaCodec.Version, text, out Formula? read));
            Assert.Equal(random.Formula, read);
            Assert.DoesNotContain('\n', text);
        }
    }

    [Fact]
    public void The_text_does_not_depend_on_the_culture()
    {
        FormulaParameter position = new("t", ParameterRole.Position, FormulaType.Real, Dimension.Scalar, 2 * Math.PI);
        FormulaBuilder builder = new();
        Formula formula = builder.Build("Phi", builder.Multiply(builder.Constant(-0.1), builder.Parameter(0)), [position], [new("Lambda", FormulaType.Real)]);
        string expected = FormulaCodec.Write(formula);
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo other = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        other.NumberFormat.NumberDecimalSeparator = "٫";
        other.NumberFormat.NegativeSign = "−";
        try
        {
            CultureInfo.CurrentCulture = other;
            Assert.Equal(expected, FormulaCodec.Write(formula));
            Assert.True(FormulaCodec.TryRead(FormulaCodec.Version, expected, out Formula? read));
            Assert.Equal(formula, read);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Another_version_is_not_read() =>
        Assert.False(FormulaCodec.TryRead(FormulaCodec.Version + 1, FormulaCodec.Write(RandomFormulas.Create(1).Formula), out _));

    [Theory]
    [InlineData("f;0;;;")]
    [InlineData("f;0;;;12,0,0,-1,0|")]
    [InlineData("f;0;;;300,-1,-1,-1,0|")]
    [InlineData("f;0;;;-1,-1,-1,-1,0|")]
    [InlineData("f;1;;;0,-1,-1,-1,0|")]
    [InlineData("f;-1;;;0,-1,-1,-1,0|")]
    [InlineData("f;0;;;1,0,-1,-1,0|")]
    [InlineData("f;0;a,99,Real,1,,0|;;1,0,-1,-1,0|")]
    [InlineData("f;0;a,Weight,7,1,,0|;;1,0,-1,-1,0|")]
    [InlineData("f;0;a,Weight,Vector,-3,,0|;;1,0,-1,-1,0|")]
    [InlineData("f;0;a,Weight,Vector,1,d,0|;;4,0,1,-1,0|")]
    [InlineData("f;1;a,Weight,Vector,1,d,0|;;0,-1,-1,-1,0|8,0,-1,-1,1|")]
    [InlineData("f;1;a,Weight,Vector,1,d,0|;;0,-1,-1,-1,0|8,0,-1,-1,-300000000|")]
    [InlineData("f;0;;;0,-1,-1,-1|")]
    [InlineData("")]
    public void A_text_that_no_formula_writes_is_refused(string text) =>
        Assert.False(FormulaCodec.TryRead(FormulaCodec.Version, text, out _));

    [Fact]
    public void A_damaged_text_is_refused_or_read_as_a_formula_that_every_pass_can_walk()
    {
        Random random = new(3);
        int refused = 0;
        for (int i = 0; i < 5000; i++)
        {
            string text = FormulaCodec.Write(RandomFormulas.Create(i % 500).Formula);
            string damaged = Damage(text, random);
            if (!FormulaCodec.TryRead(FormulaCodec.Version, damaged, out Formula? read))
            {
                refused++;
                continue;
            }

            _ = FormulaPrinter.Print(read!);
            _ = FormulaGraph.FreeLabels(read!.Nodes);
            _ = Homogeneity.Infer(read);
            _ = new FormulaBuilder(read.Nodes).Rewrite(read.Root, _ => -1);
            Assert.True(FormulaCodec.TryRead(FormulaCodec.Version, FormulaCodec.Write(read), out Formula? again), damaged);
            Assert.Equal(read, again);
        }

        Assert.True(refused > 2500, refused + " refused");
    }

    private static string Damage(string text, Random random)
    {
        const string Letters = "0123456789-,;|abcdef";
        int at = random.Next(text.Length);
        return random.Next(5) switch
        {
            0 => text[..at],
            1 => text.Remove(at, 1),
            2 => text.Insert(at, Letters[random.Next(Letters.Length)].ToString()),
            3 => text[..at] + Letters[random.Next(Letters.Length)] + text[(at + 1)..],
            _ => text[..at] + text[random.Next(text.Length)..],
        };
    }
}
