using System.Reflection;
using System.Reflection.Emit;
using Compare.Checks.Own;
using Compare.Commands;
using Compare.Homework;
using Compare.Reference.Optimizers;
using Compare.Reports;
using Compare.Sides;
using Compare.Torch;

namespace Compare.Tests;

/// <summary>The folders of each assembly use each other one way. Read from the metadata, where every use of a type leaves a trace.</summary>
public sealed class RoomTests
{
    private const BindingFlags Everything =
        BindingFlags.Public
        | BindingFlags.NonPublic
        | BindingFlags.Instance
        | BindingFlags.Static
        | BindingFlags.DeclaredOnly;

    /// <summary>From a folder to those that it uses, and for each a witness.</summary>
    private sealed class Uses : SortedDictionary<string, SortedDictionary<string, string>>;

    private static readonly Dictionary<short, OperandType> Operands = typeof(OpCodes)
        .GetFields()
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => code.Value, code => code.OperandType);

    public static TheoryData<string> Assemblies => [.. Rooms.Keys];

    private static readonly Dictionary<string, Assembly> Rooms = new()
    {
        ["Reference"] = typeof(Adam).Assembly,
        ["Torch"] = typeof(TorchOptions).Assembly,
        ["Core"] = typeof(OwnGradient).Assembly,
        ["Sides"] = typeof(TorchSide).Assembly,
        ["Reports"] = typeof(HtmlWriter).Assembly,
        ["Homework"] = typeof(HomeworkSurvey).Assembly,
        ["Compare"] = typeof(CommandLine).Assembly,
    };

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void Folders_OfAnAssembly_HaveNoCircle(string assembly)
    {
        var circle = Circle(FoldersOf(Rooms[assembly]));
        Assert.True(circle.Count == 0, string.Join("\n", circle));
    }

    /// <summary>The order in which they stand: each may use those before it.</summary>
    [Fact]
    public void Folders_OfCore_UseOnlyThoseBeforeThem()
    {
        string[] order = ["Results", "Problems", "Oracles", "Faults", "Checks"];
        var wrong =
            from room in FoldersOf(Rooms["Core"])
            from used in room.Value
            let user = Array.IndexOf(order, Top(room.Key))
            let target = Array.IndexOf(order, Top(used.Key))
            where user < target || user < 0 || target < 0
            select used.Value;
        Assert.Empty(wrong);

        static string Top(string folder) => folder.Split('.')[1];
    }

    [Fact]
    public void Circle_OfTwoThatUseEachOther_IsFound()
    {
        var uses = new Uses
        {
            ["a"] = new() { ["b"] = "a uses b" },
            ["b"] = new() { ["c"] = "b uses c" },
            ["c"] = new() { ["b"] = "c uses b" },
        };
        Assert.Equal(["b uses c", "c uses b"], Circle(uses));
    }

    /// <summary>A way from a folder back to it, in witnesses; empty where there is none.</summary>
    private static List<string> Circle(Uses uses)
    {
        foreach (var start in uses.Keys)
        {
            var ways = new Dictionary<string, List<string>> { [start] = [] };
            var queue = new Queue<string>([start]);
            while (queue.TryDequeue(out var at))
                foreach (var (next, witness) in uses.GetValueOrDefault(at) ?? [])
                {
                    List<string> way = [.. ways[at], witness];
                    if (next == start)
                        return way;
                    if (ways.TryAdd(next, way))
                        queue.Enqueue(next);
                }
        }
        return [];
    }

    private static Uses FoldersOf(Assembly assembly)
    {
        var uses = new Uses();
        foreach (
            var type in assembly
                .GetTypes()
                .Where(type => type.Namespace?.StartsWith("Compare", StringComparison.Ordinal) == true && Named(type))
        )
        {
            var room = uses.TryGetValue(type.Namespace!, out var known) ? known : uses[type.Namespace!] = [];
            foreach (var used in UsedBy(type).SelectMany(Parts))
                if (
                    used.Assembly == assembly
                    && used.Namespace is { } other
                    && other != type.Namespace
                    // What the compiler makes of a regular expression lies outside.
                    && other.StartsWith("Compare.", StringComparison.Ordinal)
                )
                    room.TryAdd(other, $"{type.FullName} uses {used.FullName}");
        }
        return uses;
    }

    /// <summary>What the compiler adds lies in no folder.</summary>
    private static bool Named(Type type) => !(type.Namespace ?? "").StartsWith("Microsoft.", StringComparison.Ordinal);

    private static IEnumerable<Type> Parts(Type type)
    {
        if (type.HasElementType)
            return Parts(type.GetElementType()!);
        return type.IsGenericParameter ? []
            : type.IsConstructedGenericType
                ? [type.GetGenericTypeDefinition(), .. type.GetGenericArguments().SelectMany(Parts)]
            : [type];
    }

    private static IEnumerable<Type> UsedBy(Type type)
    {
        if (type.BaseType is not null)
            yield return type.BaseType;
        foreach (var used in type.GetInterfaces())
            yield return used;
        foreach (var attribute in type.GetCustomAttributesData())
            yield return attribute.AttributeType;
        foreach (var field in type.GetFields(Everything))
            yield return field.FieldType;
        foreach (var method in type.GetMethods(Everything).Concat<MethodBase>(type.GetConstructors(Everything)))
        {
            foreach (var parameter in method.GetParameters())
                yield return parameter.ParameterType;
            if (method is MethodInfo { ReturnType: var returned })
                yield return returned;
            if (method.GetMethodBody() is not { } body)
                continue;
            foreach (var local in body.LocalVariables)
                yield return local.LocalType;
            foreach (var used in UsedBy(method, body.GetILAsByteArray()!))
                yield return used;
        }
    }

    private static IEnumerable<Type> UsedBy(MethodBase method, byte[] code)
    {
        var ofType = method.DeclaringType!.IsGenericType ? method.DeclaringType.GetGenericArguments() : null;
        var ofMethod = method.IsGenericMethod ? method.GetGenericArguments() : null;
        for (var at = 0; at < code.Length; )
        {
            var operation = code[at++] is var first && first == 0xFE ? (short)(0xFE00 | code[at++]) : first;
            var operand = Operands[operation];
            if (
                operand
                is OperandType.InlineMethod
                    or OperandType.InlineField
                    or OperandType.InlineType
                    or OperandType.InlineTok
            )
            {
                var member = method.Module.ResolveMember(BitConverter.ToInt32(code, at), ofType, ofMethod);
                if (member is Type type)
                    yield return type;
                else if (member?.DeclaringType is { } declaring)
                    yield return declaring;
                if (member is MethodInfo { IsGenericMethod: true } generic)
                    foreach (var argument in generic.GetGenericArguments())
                        yield return argument;
            }
            at += operand switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + 4 * BitConverter.ToInt32(code, at),
                _ => 4,
            };
        }
    }
}
