using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Tests.Formulas;

/// <summary>Writes formulas in tests the way they are written on paper, without the front end.</summary>
internal sealed class Sketch
{
    private readonly List<FormulaParameter> _parameters = [];
    private readonly List<HyperParameter> _hypers = [];

    public FormulaBuilder Builder { get; } = new();

    public Term Scalar(string name, ParameterRole role, FormulaType type = FormulaType.Real) =>
        Wrap(Builder.Parameter(Declare(name, role, type, Dimension.Scalar)));

    public Term Prediction() => Scalar("prediction", ParameterRole.Prediction);

    public Term Target(ValueDomain? domain = null)
    {
        Term target = Scalar("target", ParameterRole.Target);
        _parameters[^1] = _parameters[^1] with { Domain = domain };
        return target;
    }

    public Term Weight(string name) => Scalar(name, ParameterRole.Weight);

    public Term Position(string name) => Scalar(name, ParameterRole.Position);

    public Term Input(string name) => Scalar(name, ParameterRole.Input);

    public Term Integer(string name) => Scalar(name, ParameterRole.Input, FormulaType.Integer);

    /// <summary>A vector parameter; a <paramref name="dimension"/> that is a number is fixed, another is a symbol.</summary>
    public int Vector(string name, ParameterRole role, string dimension = "d") =>
        Declare(name, role, FormulaType.Vector, int.TryParse(dimension, out int size) ? Dimension.Fixed(size) : Dimension.Named(dimension));

    public Term Hyper(string name, FormulaType type = FormulaType.Real, ValueDomain? domain = null)
    {
        _hypers.Add(new(name, type, domain));
        return Wrap(Builder.HyperParameter(_hypers.Count - 1));
    }

    public Term Number(double value) => Wrap(Builder.Constant(value));

    public Term Element(int vector, Term index) => Wrap(Builder.Element(vector, index.Node));

    public Term Element(int vector, int index) => Element(vector, Number(index));

    public Term Length(int vector) => Wrap(Builder.Length(vector));

    public Term Over(Op reduction, int vector, Func<Func<int, Term>, Term> body)
    {
        int label = Builder.FreshLabel();
        return Wrap(Builder.ReduceOver(reduction, vector, label, body(v => Wrap(Builder.BoundElement(v, label))).Node));
    }

    public Term Sum(int vector, Func<Term, Term> body) => Over(Op.SumOver, vector, at => body(at(vector)));

    public Term Dot(int w, int x) => Over(Op.SumOver, w, at => at(w) * at(x));

    public Term SquaredNorm(int w) => Dot(w, w);

    public Term Norm(int w) => Apply(Op.NormRoot, SquaredNorm(w));

    public Term Range(Op reduction, Term first, Term last, Func<Term, Term> body)
    {
        int label = Builder.FreshLabel();
        return Wrap(Builder.ReduceRange(reduction, first.Node, last.Node, label, body(Wrap(Builder.LoopIndex(label))).Node));
    }

    public Term Apply(Op op, Term a) => Wrap(Builder.Apply(op, a.Node));

    public Term Apply(Op op, Term a, Term b) => Wrap(Builder.Apply(op, a.Node, b.Node));

    public Term Apply(Op op, Term a, Term b, Term c) => Wrap(Builder.Apply(op, a.Node, b.Node, c.Node));

    public Term Select(Term condition, Term a, Term b) => Apply(Op.Select, condition, a, b);

    public Term Max(Term a, double b) => Apply(Op.Max, a, Number(b));

    public Term Relu(Term a) => Max(a, 0);

    public Term Pow(Term a, double power) => Apply(Op.Pow, a, Number(power));

    public Formula Build(Term root, string name = "Phi") => Builder.Build(name, root.Node, _parameters, _hypers);

    private int Declare(string name, ParameterRole role, FormulaType type, Dimension dimension)
    {
        _parameters.Add(new(name, role, type, dimension));
        return _parameters.Count - 1;
    }

    private Term Wrap(int node) => new(this, node);
}

/// <summary>A node under construction, with the operators of arithmetic.</summary>
internal readonly struct Term(Sketch sketch, int node)
{
    public Sketch Sketch { get; } = sketch;

    public int Node { get; } = node;

    public static Term operator +(Term a, Term b) => a.Sketch.Apply(Op.Add, a, b);

    public static Term operator -(Term a, Term b) => a.Sketch.Apply(Op.Subtract, a, b);

    public static Term operator *(Term a, Term b) => a.Sketch.Apply(Op.Multiply, a, b);

    public static Term operator /(Term a, Term b) => a.Sketch.Apply(Op.Divide, a, b);

    public static Term operator -(Term a) => a.Sketch.Apply(Op.Negate, a);

    public static Term operator <(Term a, Term b) => a.Sketch.Apply(Op.Less, a, b);

    public static Term operator >(Term a, Term b) => b < a;

    public static Term operator +(Term a, double b) => a + a.Sketch.Number(b);

    public static Term operator -(Term a, double b) => a - a.Sketch.Number(b);

    public static Term operator *(double a, Term b) => b.Sketch.Number(a) * b;

    public static Term operator /(Term a, double b) => a / a.Sketch.Number(b);

    public static Term operator -(double a, Term b) => b.Sketch.Number(a) - b;

    public static Term operator /(double a, Term b) => b.Sketch.Number(a) / b;

    public static Term operator +(double a, Term b) => b.Sketch.Number(a) + b;
}
