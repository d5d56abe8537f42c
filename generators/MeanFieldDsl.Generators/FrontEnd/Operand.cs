namespace MeanFieldDsl.Generators.FrontEnd;

/// <summary>What an expression of a formula stands for: a node, or one of the formula's vector parameters.</summary>
internal readonly record struct Operand(int Node, int Vector)
{
    public bool IsVector => Vector >= 0;

    public static Operand Scalar(int node) => new(node, -1);

    public static Operand OfVector(int parameter) => new(-1, parameter);
}
