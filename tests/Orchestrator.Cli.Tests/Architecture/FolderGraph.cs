using System.Text.RegularExpressions;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Orchestrator.Cli.Tests.Architecture;

/// <summary>Which folder of a project uses which, with an example for each.</summary>
internal sealed partial class FolderGraph
{
    private readonly SortedDictionary<string, SortedDictionary<string, string>> _uses = new(StringComparer.Ordinal);

    /// <summary>Reads every type, signature and method body, and for constants, which the compiler puts in by value, the sources.</summary>
    public static FolderGraph Of(string project, ModuleDefinition module, IEnumerable<SourceFile> files)
    {
        FolderGraph graph = new();
        foreach (var type in module.GetTypes())
        {
            var folder = FolderOf(type, project);
            foreach (var used in UsedBy(type).SelectMany(Parts))
            {
                if (used.Scope == module)
                {
                    graph.Add(folder, FolderOf(used, project), $"{type.FullName} uses {used.FullName}");
                }
            }
        }

        var holders = module.GetTypes().Where(type => type.Fields.Any(field => field.HasConstant)).ToLookup(type => type.Name);
        foreach (var file in files)
        {
            foreach (Match match in Member().Matches(Comment().Replace(file.Text, "")))
            {
                TypeDefinition[] named = [.. holders[match.Groups["type"].Value]];
                if (named.Length == 1 && named[0].Fields.Any(field => field.HasConstant && field.Name == match.Groups["member"].Value))
                {
                    graph.Add(file.Folder, FolderOf(named[0], project), $"{file.Path} uses {match.Value}");
                }
            }
        }

        return graph;
    }

    public void Add(string user, string used, string example)
    {
        if (user.Length > 0 && used.Length > 0 && user != used)
        {
            _uses.TryAdd(user, new SortedDictionary<string, string>(StringComparer.Ordinal));
            _uses[user].TryAdd(used, example);
        }
    }

    /// <summary>The sets of folders that reach each other: their names, then a line for each use among them.</summary>
    public IEnumerable<string> Circles()
    {
        var reached = _uses.Keys.ToDictionary(folder => folder, Reach, StringComparer.Ordinal);
        return reached.Where(entry => entry.Value.Contains(entry.Key))
            .Select(entry => string.Join(", ", entry.Value.Where(other => reached.TryGetValue(other, out var back) && back.Contains(entry.Key)).Order(StringComparer.Ordinal)))
            .Distinct(StringComparer.Ordinal)
            .Select(names =>
            {
                var circle = names.Split(", ");
                var uses = circle.SelectMany(user => _uses[user].Where(use => circle.Contains(use.Key)).Select(use => $"  {user} -> {use.Key}: {use.Value}"));
                return names + "\n" + string.Join('\n', uses);
            });
    }

    private HashSet<string> Reach(string from)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        Stack<string> open = new([from]);
        while (open.TryPop(out var folder))
        {
            foreach (var next in _uses.TryGetValue(folder, out var uses) ? uses.Keys.Where(seen.Add) : [])
            {
                open.Push(next);
            }
        }

        return seen;
    }

    // What the compiler or a generator adds in a namespace of its own stands in no folder.
    private static string FolderOf(TypeReference type, string project)
    {
        while (type.DeclaringType is { } outer)
        {
            type = outer;
        }

        return type.Namespace == project || type.Namespace.StartsWith(project + ".", StringComparison.Ordinal) ? type.Namespace
            : type is { Namespace: "", Name: "Program" } ? project
            : "";
    }

    private static IEnumerable<TypeReference?> UsedBy(TypeDefinition type) =>
    [
        type.BaseType,
        .. type.Interfaces.Select(entry => entry.InterfaceType),
        .. type.GenericParameters.SelectMany(parameter => parameter.Constraints).Select(constraint => constraint.ConstraintType),
        .. type.CustomAttributes.SelectMany(OfAttribute),
        .. type.Fields.SelectMany(field => field.CustomAttributes.SelectMany(OfAttribute).Append(field.FieldType)),
        .. type.Methods.SelectMany(OfMethod),
    ];

    private static IEnumerable<TypeReference?> OfAttribute(CustomAttribute attribute) =>
        attribute.ConstructorArguments.Select(argument => argument.Value as TypeReference).Append(attribute.AttributeType);

    private static IEnumerable<TypeReference?> OfMethod(MethodDefinition method) =>
    [
        .. OfSignature(method),
        .. method.CustomAttributes.SelectMany(OfAttribute),
        .. method.HasBody ? method.Body.Variables.Select(variable => variable.VariableType) : [],
        .. method.HasBody ? method.Body.ExceptionHandlers.Select(handler => handler.CatchType) : [],
        .. method.HasBody ? method.Body.Instructions.SelectMany(OfInstruction) : [],
    ];

    private static IEnumerable<TypeReference?> OfInstruction(Instruction instruction) => instruction.Operand switch
    {
        TypeReference type => [type],
        FieldReference field => [field.DeclaringType, field.FieldType],
        GenericInstanceMethod method => OfSignature(method).Concat(method.GenericArguments).Append(method.DeclaringType),
        MethodReference method => OfSignature(method).Append(method.DeclaringType),
        _ => [],
    };

    private static IEnumerable<TypeReference?> OfSignature(MethodReference method) =>
        method.Parameters.Select(parameter => parameter.ParameterType).Append(method.ReturnType);

    // List<Cell[]> is a use of List and of Cell.
    private static IEnumerable<TypeReference> Parts(TypeReference? type) => type switch
    {
        null or GenericParameter => [],
        GenericInstanceType generic => generic.GenericArguments.SelectMany(Parts).Concat(Parts(generic.ElementType)),
        TypeSpecification made => Parts(made.ElementType),
        _ => [type],
    };

    [GeneratedRegex(@"\b(?<type>[A-Z]\w*)\.(?<member>[A-Z]\w*)")]
    private static partial Regex Member();

    [GeneratedRegex("//[^\n]*")]
    private static partial Regex Comment();
}
