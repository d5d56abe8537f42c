namespace MeanFieldDsl.CodeFixes;

/// <summary>The role attributes of parameters.</summary>
internal static class ParameterRoles
{
    public static readonly string[] All = ["Weight", "Position", "Input"];

    /// <summary>The roles a parameter has, with the attribute that gives each.</summary>
    public static (string Role, AttributeSyntax Attribute)[] Of(ParameterSyntax parameter, SemanticModel model) =>
    [
        .. from list in parameter.AttributeLists
           from attribute in list.Attributes
           let name = model.GetTypeInfo(attribute).Type?.Name
           from role in All
           where name == role + "Attribute"
           select (role, attribute),
    ];
}
