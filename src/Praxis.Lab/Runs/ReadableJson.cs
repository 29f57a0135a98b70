using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Praxis.Lab;

/// <summary>
/// A run report as JSON that a reader of a diff can follow and that stays small: what fits on a line is on one line, one
/// line for every observation, and one for every figure.
/// </summary>
internal static class ReadableJson
{
    private const int LineWidth = 160;

    public static string Write<T>(T report)
    {
        var text = new StringBuilder();
        Write(text, JsonSerializer.SerializeToNode(report, LabJson.Plain)!, 0, figures: false);
        return text.Append('\n').ToString();
    }

    private static void Write(StringBuilder text, JsonNode? node, int indent, bool figures)
    {
        var line = node is null ? "null" : node.ToJsonString(LabJson.Plain);
        if (node is not (JsonObject or JsonArray) || line.Length <= LineWidth || figures && node is JsonObject || IsRow(node))
        {
            text.Append(line);
            return;
        }
        var first = true;
        text.Append(node is JsonObject ? '{' : '[');
        if (node is JsonObject fields)
            foreach (var (name, value) in fields)
            {
                Break();
                text.Append(JsonSerializer.Serialize(name, LabJson.Plain)).Append(": ");
                Write(text, value, indent + 1, figures || name == "figures");
            }
        else
            foreach (var item in node.AsArray())
            {
                Break();
                Write(text, item, indent + 1, figures);
            }
        text.Append('\n').Append(' ', indent).Append(node is JsonObject ? '}' : ']');

        void Break()
        {
            text.Append(first ? "\n" : ",\n").Append(' ', indent + 1);
            first = false;
        }
    }

    private static bool IsRow(JsonNode node) => node is JsonArray items && items.All(item => item is JsonValue or null);
}
