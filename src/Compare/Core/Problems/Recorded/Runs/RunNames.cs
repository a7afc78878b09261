using System.Text.RegularExpressions;

namespace Compare.Problems.Recorded.Runs;

/// <summary>Tells from the names of an update's arrays what they are.</summary>
/// <remarks>
/// What a recorder of this project wrote says it: <c>gradient/fc1.weight</c>. Others name a gradient <c>dW1</c>, <c>W1.grad</c> or
/// <c>grad_W1</c>, an optimizer's state <c>exp_avg.W1</c>, and so on. What is not understood counts as an activation.
/// </remarks>
internal static partial class RunNames
{
    private static readonly HashSet<string> Losses = new(StringComparer.OrdinalIgnoreCase)
    {
        "loss",
        "train_loss",
        "training_loss",
        "cost",
        "nll",
        "objective",
    };

    private static readonly HashSet<string> Settings = new(StringComparer.OrdinalIgnoreCase)
    {
        "lr",
        "learning_rate",
        "learningrate",
        "step_size",
        "stepsize",
        "weight_decay",
        "beta1",
        "beta2",
        "eps",
        "epsilon",
        "seed",
    };

    private static readonly HashSet<string> Inputs = new(StringComparer.OrdinalIgnoreCase)
    {
        "x",
        "y",
        "t",
        "input",
        "inputs",
        "input_ids",
        "batch",
        "target",
        "targets",
        "label",
        "labels",
        "images",
        "data",
    };

    private static readonly string[] Slots =
    [
        "exp_avg_sq",
        "max_exp_avg_sq",
        "exp_avg",
        "exp_inf",
        "momentum_buffer",
        "square_avg",
        "grad_avg",
        "acc_delta",
        "accumulator",
        "mu_product",
    ];

    /// <summary>The names that a step size has in files.</summary>
    public static bool IsStepSize(string name) =>
        name.ToLowerInvariant() is "lr" or "learning_rate" or "learningrate" or "step_size" or "stepsize";

    /// <summary>Tells what all arrays of one update are.</summary>
    /// <param name="names">Their names.</param>
    /// <returns>What each is, in the same order.</returns>
    public static IReadOnlyList<RunTensor> Parse(IReadOnlyList<string> names)
    {
        var all = names.ToHashSet();
        var gradients = names.Select(name => Gradient(name, all)).ToList();
        var parameters = gradients.OfType<string>().ToHashSet();
        return [.. names.Select((name, i) => Parse(name, gradients[i], parameters))];
    }

    private static RunTensor Parse(string name, string? gradientOf, HashSet<string> parameters)
    {
        if (Own(name) is { } own)
            return own;
        if (gradientOf is not null)
            return new RunTensor(RecordedKind.Gradient, gradientOf);
        var last = name[(name.LastIndexOfAny(['/', '.']) + 1)..];
        if (Losses.Contains(last))
            return new RunTensor(RecordedKind.Loss, name);
        if (Settings.Contains(last))
            return new RunTensor(RecordedKind.Setting, name);
        if (State(name) is { } state)
            return state;
        if (name.Contains("mask", StringComparison.OrdinalIgnoreCase))
            return new RunTensor(RecordedKind.Mask, name);
        if (parameters.Contains(name) || IsParameter().IsMatch(last))
            return new RunTensor(RecordedKind.Parameter, name);
        return new RunTensor(Inputs.Contains(last) ? RecordedKind.Input : RecordedKind.Activation, name);
    }

    /// <summary>A name that a recorder of this project wrote.</summary>
    private static RunTensor? Own(string name)
    {
        var parts = name.Split('/', 3);
        if (
            parts.Length < 2
            || !Enum.TryParse<RecordedKind>(parts[0], ignoreCase: true, out var kind)
            || !Enum.IsDefined(kind)
            || char.IsDigit(parts[0][0])
        )
            return null;
        return kind == RecordedKind.State && parts.Length == 3
            ? new RunTensor(kind, parts[2], parts[1])
            : new RunTensor(kind, name[(parts[0].Length + 1)..]);
    }

    /// <summary>The parameter whose gradient a name says that it is; null for no gradient.</summary>
    private static string? Gradient(string name, HashSet<string> all)
    {
        if (Own(name) is { } own)
            return own.Kind == RecordedKind.Gradient ? own.Name : null;
        if (Slots.Any(slot => name.Contains(slot, StringComparison.OrdinalIgnoreCase)))
            return null;
        if (IsGradientByWord().Match(name) is { Success: true } word)
            return word.Groups["of"].Value;
        if (name.Length > 1 && name[0] == 'd' && (char.IsUpper(name[1]) || all.Contains(name[1..])))
            return name[1..];
        return null;
    }

    private static RunTensor? State(string name)
    {
        foreach (var slot in Slots)
        {
            var at = name.IndexOf(slot, StringComparison.OrdinalIgnoreCase);
            if (at < 0)
                continue;
            var rest = (name[..at] + name[(at + slot.Length)..]).Trim('.', '/', '_');
            return new RunTensor(RecordedKind.State, Unwrapped(rest).Trim('.', '/', '_'), slot);
        }
        var buffer = IsBuffer().Match(name);
        return buffer.Success ? new RunTensor(RecordedKind.State, name) : null;
    }

    private static string Unwrapped(string name) =>
        name.StartsWith("optimizer.", StringComparison.OrdinalIgnoreCase) ? name["optimizer.".Length..] : name;

    [GeneratedRegex(
        @"^(?:grads?|gradients?)[./_](?<of>.+)$|^(?<of>.+)[./_](?:grad|gradient)$",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture
    )]
    private static partial Regex IsGradientByWord();

    [GeneratedRegex(
        @"^(weight|bias|kernel|gamma|beta|embedding|theta|params?|.*_(weight|bias|kernel))\d*$|^(weight|bias)_.+$|^[WbUV]\d*$|^W_?\w$|^b_?\w$",
        RegexOptions.ExplicitCapture
    )]
    private static partial Regex IsParameter();

    [GeneratedRegex(@"(running_mean|running_var|num_batches_tracked)$", RegexOptions.ExplicitCapture)]
    private static partial Regex IsBuffer();
}
