using MeanFieldDsl.Generators.Diagnostics;
using MeanFieldDsl.Generators.Formulas;
using MeanFieldDsl.Generators.FrontEnd;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace MeanFieldDsl.Generators;

/// <summary>What flows through the pipeline for one type: a value, or what kept it from being made.</summary>
internal sealed record Parsed<T>(TypeName? Type, T? Value, Trouble? Trouble)
    where T : class, IEquatable<T>
{
    public static Parsed<T> Nothing { get; } = new(null, null, null);

    /// <summary>The next step; a defect of it becomes MFD0002 instead of an exception that silences the generator.</summary>
    public Parsed<TNext> Then<TNext>(Func<T, TNext> next, Func<T, Trouble?>? check = null)
        where TNext : class, IEquatable<TNext>
    {
        if (Value is null)
        {
            return new(Type, null, Trouble);
        }

        try
        {
            return new(Type, next(Value), Trouble ?? check?.Invoke(Value));
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return new(Type, null, Trouble.Internal(e));
        }
    }
}

/// <summary>Why a type was not generated.</summary>
/// <param name="Id">The diagnostic.</param>
/// <param name="Arguments">Its arguments after the name of the type.</param>
/// <param name="Location">Where the type stands; only for declarations with errors, since it changes with every edit above it.</param>
internal sealed record Trouble(string Id, EquatableArray<string> Arguments, LocationInfo? Location = null)
{
    public static Trouble NotGenerated(LocationInfo location) => new("MFD0001", EquatableArray<string>.Empty, location);

    public static Trouble Internal(Exception exception) =>
        new("MFD0002", new([exception.GetType().Name + ": " + exception.Message.Replace('\r', ' ').Replace('\n', ' ')]));

    public Diagnostic ToDiagnostic(string type)
    {
        DiagnosticDescriptor descriptor = Id switch
        {
            "MFD0001" => Descriptors.NotGenerated,
            "MFD0002" => Descriptors.InternalError,
            _ => Descriptors.GradientDisagrees,
        };
        object[] arguments = [type, .. Arguments];
        return Diagnostic.Create(descriptor, Location?.ToLocation() ?? Microsoft.CodeAnalysis.Location.None, arguments);
    }
}

/// <summary>A location as plain numbers, so that it can be compared and holds no syntax tree alive.</summary>
internal sealed record LocationInfo(string Path, TextSpan Span, LinePositionSpan Lines)
{
    public static LocationInfo Of(SyntaxNode node)
    {
        Location location = node is TypeDeclarationSyntax type ? type.Identifier.GetLocation() : node.GetLocation();
        return new(location.SourceTree?.FilePath ?? "", location.SourceSpan, location.GetLineSpan().Span);
    }

    public Location ToLocation() => Location.Create(Path, Span, Lines);
}
